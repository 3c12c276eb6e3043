//! The desk against exact models.
