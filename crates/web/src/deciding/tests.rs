//! Edits keep to words and hands; outcomes name who and when.
