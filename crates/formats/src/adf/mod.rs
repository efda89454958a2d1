//! The lenient reader of ADF 1.0: every document that holds an `adf` or a `prospect` is a lead, however poor.

mod contact;
mod markup;
mod prospect;
mod tag;
mod tree;
mod vehicle;

use self::tree::Tree;
use crate::decode;
use crate::lead::LeadDoc;
use crate::sniff::Unreadable;

/// More prospects than this in one document are no leads; the rest is left out and noted.
const MAX_PROSPECTS: usize = 500;

/// Reads an ADF document: its prospects in document order, at least one.
///
/// Errors: `Empty`, `NotALead` (neither `adf` nor `prospect`), `DeclaresEntities` (nothing is expanded or fetched).
pub fn read(bytes: &[u8]) -> Result<Vec<LeadDoc>, Unreadable> {
    let (text, defects) = decode::document(bytes);
    let mut leads = read_text(&text)?;
    if let Some(first) = leads.first_mut() {
        first.defects.splice(0..0, defects);
    }
    Ok(leads)
}

/// As [`read`], for a document that has been decoded.
pub fn read_text(text: &str) -> Result<Vec<LeadDoc>, Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut tree = Tree::read(text).map_err(|_| Unreadable::DeclaresEntities)?;
    if tree.roots().is_empty() {
        return Err(Unreadable::NotALead);
    }
    let defects = std::mem::take(&mut tree.defects);
    let mut leads = prospect::read_all(&tree, MAX_PROSPECTS);
    if let Some(first) = leads.first_mut() {
        first.defects.splice(0..0, defects);
    }
    Ok(leads)
}

#[cfg(test)]
mod tests;
