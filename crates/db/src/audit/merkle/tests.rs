//! The published vectors of Certificate Transparency's log (the tree of RFC 6962, unchanged in RFC 9162), and
//! properties against the definition written down literally.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const N1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const N23: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const N4567: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const N4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const N45: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const N67: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn digests(hex: &[&str]) -> Vec<Digest> {
    hex.iter().map(|hex| hex.parse().unwrap()).collect()
}

/// All complete subtrees of a tree.
struct Known(HashMap<Subtree, Digest>);

impl Subtrees for Known {
    type Error = Subtree;

    fn subtree(&mut self, at: Subtree) -> Result<Digest, Subtree> {
        self.0.get(&at).copied().ok_or(at)
    }
}

fn grow(leaves: &[Digest]) -> (Frontier, Known) {
    let (mut frontier, mut known) = (Frontier::default(), HashMap::new());
    for (index, leaf) in leaves.iter().enumerate() {
        known.insert(Subtree { level: 0, index: index as u64 }, *leaf);
        frontier.push(*leaf, |at, hash| assert_eq!(known.insert(at, hash), None));
    }
    (frontier, Known(known))
}

fn vector() -> Vec<Digest> {
    LEAVES.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect()
}

/// RFC 9162, 2.1.1, word for word.
fn defined_root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        more => {
            let (left, right) = more.split_at((more.len().next_power_of_two() / 2).max(1));
            node_hash(&defined_root(left), &defined_root(right))
        }
    }
}

fn many(number: usize) -> Vec<Digest> {
    (0..number).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

#[test]
fn the_published_roots_are_met() {
    assert_eq!(empty_root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (at, root) in ROOTS.iter().enumerate() {
        assert_eq!(grow(&vector()[..=at]).0.root().to_string(), *root);
    }
}

#[test]
fn the_published_inclusion_paths_are_met() {
    let (_, mut known) = grow(&vector());
    for (index, size, path) in [
        (0, 1, &[][..]),
        (0, 8, &[N1, N23, N4567]),
        (5, 8, &[N4, N67, ROOTS[3]]),
        (2, 3, &[ROOTS[1]]),
        (1, 5, &[ROOTS[0], N23, N4]),
    ] {
        assert_eq!(inclusion_path(index, size, &mut known).unwrap(), digests(path), "leaf {index} of {size}");
    }
}

#[test]
fn the_published_consistency_paths_are_met() {
    let (_, mut known) = grow(&vector());
    for (old, new, path) in
        [(1, 1, &[][..]), (1, 8, &[N1, N23, N4567]), (6, 8, &[N45, N67, ROOTS[3]]), (2, 5, &[N23, N4])]
    {
        assert_eq!(consistency_path(old, new, &mut known).unwrap(), digests(path), "{old} in {new}");
    }
}

#[test]
fn a_frontier_that_cannot_belong_to_its_size_is_refused() {
    let (frontier, _) = grow(&many(5));
    assert_eq!(Frontier::from_parts(5, frontier.hashes().to_vec()), Some(frontier.clone()));
    assert_eq!(Frontier::from_parts(7, frontier.hashes().to_vec()), None);
}

proptest! {
    #[test]
    fn a_growing_frontier_has_the_defined_root(number in 0usize..600) {
        let leaves = many(number);
        prop_assert_eq!(grow(&leaves).0.root(), defined_root(&leaves));
    }

    #[test]
    fn every_leaf_is_proven_and_no_other(number in 1usize..300, pick in any::<prop::sample::Index>(), other in any::<[u8; 32]>()) {
        let leaves = many(number);
        let index = pick.index(number);
        let (frontier, mut known) = grow(&leaves);
        let path = inclusion_path(index as u64, number as u64, &mut known).unwrap();
        let led_to = |leaf, index: usize, size: usize| root_from_path(leaf, index as u64, size as u64, &path);
        prop_assert_eq!(led_to(leaves[index], index, number), Some(frontier.root()));
        prop_assert_ne!(led_to(Digest(other), index, number), Some(frontier.root()));
        if number > 1 {
            prop_assert_ne!(led_to(leaves[index], (index + 1) % number, number), Some(frontier.root()));
        }
        let shorter = &path[..path.len().saturating_sub(1)];
        if !path.is_empty() {
            prop_assert_eq!(root_from_path(leaves[index], index as u64, number as u64, shorter), None);
        }
    }

    #[test]
    fn every_beginning_is_consistent_and_no_other(old in 1usize..300, more in 0usize..300, other in any::<[u8; 32]>()) {
        let leaves = many(old + more);
        let (whole, mut known) = grow(&leaves);
        let beginning = grow(&leaves[..old]).0.root();
        let (old, new) = (old as u64, (old + more) as u64);
        let path = consistency_path(old, new, &mut known).unwrap();
        prop_assert!(is_consistent(old, beginning, new, whole.root(), &path));
        prop_assert!(!is_consistent(old, Digest(other), new, whole.root(), &path));
        prop_assert!(!is_consistent(old, beginning, new, Digest(other), &path));
        prop_assert!(!is_consistent(old + 1, beginning, new, whole.root(), &path));
    }
}
