//! ADF.
