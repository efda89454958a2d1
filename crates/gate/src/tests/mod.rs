//! The gate keeps its promises.

use crate::policy::{DEFAULT_POLICY, PolicySnapshot};

#[test]
fn the_shipped_policy_reads_and_returns_as_it_was() {
    let policy = PolicySnapshot::parse(DEFAULT_POLICY, 1).unwrap();
    assert_eq!(policy.to_toml(), DEFAULT_POLICY);
    assert_eq!(PolicySnapshot::parse(policy.to_toml(), 1).unwrap().hash(), policy.hash());
}
