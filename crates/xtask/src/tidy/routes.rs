//! Every route stands in the one table that says who may call it, and a test walks that table.

use super::{Finding, House};

const TABLE: &str = "crates/web/src/routes.rs";
const ROUTER: &str = "crates/web/src/router.rs";

/// Routes beside the table, and a table that no authorization test walks.
pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in house.code_of("web") {
        if source.path != ROUTER
            && source.path != TABLE
            && [".route(", ".nest("].iter().any(|call| source.text.contains(call))
        {
            findings.push(format!("{}: routes stand in {TABLE}, with who may call them", source.path));
        }
    }
    let walked = house
        .sources
        .iter()
        .any(|source| source.krate == "web" && source.is_test() && source.text.contains("routes::table()"));
    if !walked {
        findings.push(format!("crates/web: no test walks the route table of {TABLE} with every role"));
    }
    findings
}
