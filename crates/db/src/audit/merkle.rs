//! The Merkle tree of RFC 9162 (2021-12), sections 2.1.1 to 2.1.4: hashes, the growing frontier, and both proofs.
//!
//! Pure: no storage, no clock. A *subtree* is named by its level and index: it covers the `2^level` leaves from
//! `index * 2^level` on. Only complete subtrees are ever named; the ragged right edge is folded from them.

use domain::digest::Digest;
use sha2::{Digest as _, Sha256};

/// A complete subtree: `level` 0 is a leaf, `index` counts subtrees of that level from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subtree {
    pub level: u32,
    pub index: u64,
}

/// The hash of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Digest {
    Digest(Sha256::digest([]).into())
}

/// The hash of a leaf: SHA-256 of 0x00 and its bytes.
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
}

/// The hash of an inner node: SHA-256 of 0x01 and both children.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [1; 65];
    let (_, children) = bytes.split_at_mut(1);
    for (slot, byte) in children.iter_mut().zip(left.0.iter().chain(&right.0)) {
        *slot = *byte;
    }
    Digest(Sha256::digest(bytes).into())
}

/// The right edge of a growing tree: the hashes of the complete subtrees that cover all leaves, largest first.
// INVARIANT (frontier): one hash for every 1 bit of `size`, in the order of the bits from the highest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Digest>,
}

impl Frontier {
    /// A frontier read back from storage; `None` if the number of hashes cannot belong to `size`.
    #[must_use]
    pub fn from_parts(size: u64, hashes: Vec<Digest>) -> Option<Self> {
        (hashes.len() == size.count_ones() as usize).then_some(Self { size, hashes })
    }

    /// Leaves in the tree.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes, largest subtree first.
    #[must_use]
    pub fn hashes(&self) -> &[Digest] {
        &self.hashes
    }

    /// Appends a leaf and reports every subtree of more than one leaf that it completes, smallest first.
    pub fn push(&mut self, leaf: Digest, mut completed: impl FnMut(Subtree, Digest)) {
        let mut hash = leaf;
        // The leaf at position `size` closes one subtree for every 1 bit at the low end of `size`.
        for level in 1..=self.size.trailing_ones() {
            // By INVARIANT (frontier) there is a hash for each of those bits.
            let Some(left) = self.hashes.pop() else { break };
            hash = node_hash(&left, &hash);
            completed(Subtree { level, index: self.size >> level }, hash);
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// The root over all leaves.
    #[must_use]
    pub fn root(&self) -> Digest {
        let folded = self.hashes.iter().copied().rev().reduce(|right, left| node_hash(&left, &right));
        folded.unwrap_or_else(empty_root)
    }
}

/// Where the hashes of complete subtrees come from while a proof is built.
pub trait Subtrees {
    type Error;
    fn subtree(&mut self, at: Subtree) -> Result<Digest, Self::Error>;
}

/// The root over the leaves `start..end`, which begin at a multiple of a power of two not below their number.
fn range_root<S: Subtrees>(start: u64, end: u64, from: &mut S) -> Result<Digest, S::Error> {
    // Complete subtrees from the left, each the largest that still fits; then fold from the right.
    let mut parts = Vec::new();
    let mut position = start;
    while position < end {
        let level = (end - position).ilog2();
        parts.push(from.subtree(Subtree { level, index: position >> level })?);
        position += 1 << level;
    }
    Ok(parts.into_iter().rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root))
}

/// The largest power of two below `size`, which is at least 2: where RFC 9162 splits a tree.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The proof that leaf `index` is in the tree of the first `size` leaves (RFC 9162, 2.1.3.1), nearest sibling first.
///
/// *Shape:* at most 64 hashes; none if `index` is not below `size`.
pub fn inclusion_path<S: Subtrees>(index: u64, size: u64, from: &mut S) -> Result<Vec<Digest>, S::Error> {
    let mut path = Vec::new();
    if index >= size {
        return Ok(path);
    }
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(range_root(middle, end, from)?);
            end = middle;
        } else {
            path.push(range_root(start, middle, from)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The root that `leaf` at `index` and `path` lead to in a tree of `size` leaves (RFC 9162, 2.1.3.2); `None` if the
/// path is too long or too short for that place.
#[must_use]
pub fn root_from_path(leaf: Digest, index: u64, size: u64, path: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            // A last node without a right sibling moves up as it is.
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162, 2.1.4.1).
///
/// *Shape:* none if `old` is 0 or not below `new`: there is nothing to prove.
pub fn consistency_path<S: Subtrees>(old: u64, new: u64, from: &mut S) -> Result<Vec<Digest>, S::Error> {
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return Ok(path);
    }
    let (mut start, mut end) = (0, new);
    // Whether everything left of `end` in the old tree is the old tree itself, which the verifier already has.
    let mut old_is_whole = true;
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(range_root(middle, end, from)?);
            end = middle;
        } else {
            path.push(range_root(start, middle, from)?);
            start = middle;
            old_is_whole = false;
        }
    }
    if !old_is_whole {
        path.push(range_root(start, end, from)?);
    }
    path.reverse();
    Ok(path)
}

/// Whether `path` proves that the tree of `old` leaves with `old_root` is the beginning of the tree of `new` leaves
/// with `new_root` (RFC 9162, 2.1.4.2).
#[must_use]
pub fn is_consistent(old: u64, old_root: Digest, new: u64, new_root: Digest, path: &[Digest]) -> bool {
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    if old == 0 || old > new {
        return false;
    }
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let mut path = path.iter();
    // An old tree that is a complete subtree is its own first hash, and is left out of the proof.
    let first = if old.is_power_of_two() { Some(&old_root) } else { path.next() };
    let Some(first) = first else { return false };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == old_root && new_hash == new_root
}

#[cfg(test)]
mod tests;
