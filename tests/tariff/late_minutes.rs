//! late_minutes
