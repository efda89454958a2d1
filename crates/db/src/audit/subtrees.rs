//! The tree's inner hashes, read from storage block by block and folded from there.

use std::collections::HashMap;

use domain::digest::Digest;

use super::append::bigint;
use super::checkpoint::count;
use super::merkle::{Subtree, Subtrees, node_hash};
use crate::error::DbError;
use crate::params;
use crate::reader::Reader;

/// Stored hashes read at once, and the levels between two stored ones: 256 leaves are one hash of level 8.
const BLOCK_LEVELS: u32 = 8;
/// The highest level with stored hashes.
const HIGHEST: u32 = 16;

const LEAVES: &str = "SELECT seq AS position, leaf_hash AS hash FROM audit_event \
     WHERE rooftop_id = $1 AND seq >= $2 AND seq < $3";
const NODES: &str = "SELECT position, hash FROM audit_node \
     WHERE rooftop_id = $1 AND level = $4 AND position >= $2 AND position < $3";

/// Reads what it is asked for, and remembers it: proofs of one case share most of their hashes.
pub(super) struct StoredSubtrees<'r, 'c> {
    reader: &'r mut Reader<'c>,
    rooftop: String,
    known: HashMap<Subtree, Digest>,
}

impl<'r, 'c> StoredSubtrees<'r, 'c> {
    pub(super) fn new(reader: &'r mut Reader<'c>, rooftop: String) -> Self {
        Self { reader, rooftop, known: HashMap::new() }
    }

    /// Reads the whole block of stored hashes that `at` is in.
    fn read_block(&mut self, at: Subtree) -> Result<(), DbError> {
        let first = at.index >> BLOCK_LEVELS << BLOCK_LEVELS;
        let mut params = params![self.rooftop.as_str(), bigint(first), bigint(first + (1 << BLOCK_LEVELS))];
        let sql = if at.level == 0 {
            LEAVES
        } else {
            params.push(at.level.into());
            NODES
        };
        for row in self.reader.query(sql, &params)? {
            let index = count(row.int("position")?);
            self.known.insert(Subtree { level: at.level, index }, row.read("hash")?);
        }
        Ok(())
    }
}

impl Subtrees for StoredSubtrees<'_, '_> {
    type Error = DbError;

    fn subtree(&mut self, at: Subtree) -> Result<Digest, DbError> {
        if let Some(hash) = self.known.get(&at) {
            return Ok(*hash);
        }
        if at.level.is_multiple_of(BLOCK_LEVELS) && at.level <= HIGHEST {
            self.read_block(at)?;
            return self.known.get(&at).copied().ok_or_else(|| DbError::Column {
                column: format!("hash of level {} at {}", at.level, at.index),
                wanted: "a hash",
                found: "nothing".to_owned(),
            });
        }
        let below = |side| Subtree { level: at.level - 1, index: at.index * 2 + side };
        let (left, right) = (self.subtree(below(0))?, self.subtree(below(1))?);
        let hash = node_hash(&left, &right);
        self.known.insert(at, hash);
        Ok(hash)
    }
}
