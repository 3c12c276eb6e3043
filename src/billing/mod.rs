//! Billing a log under any number of tariffs at once.
