//! The house itself, and each rule on the smallest house that breaks it.

use super::*;

fn house(files: &[(&str, &str)]) -> House {
    let mut house = House { manifests: Vec::new(), sources: Vec::new(), texts: Vec::new() };
    for (path, text) in files {
        house.keep(path, (*text).to_owned());
    }
    house
}

fn one(findings: Vec<Finding>, wanted: &str) {
    assert!(findings.iter().any(|finding| finding.contains(wanted)), "{findings:?}");
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn the_house_is_tidy() {
    let findings = check(&House::read(&crate::root()).unwrap());
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

#[test]
fn an_edge_that_the_map_lacks_is_found() {
    let manifest = "[dependencies]\nmodels.workspace = true\n";
    one(edges::check(&house(&[("crates/gate/Cargo.toml", manifest)])), "may not know `models`");
}

#[test]
fn a_dev_dependency_is_no_edge() {
    let manifest = "[dev-dependencies]\ntestkit.workspace = true\n";
    assert!(edges::check(&house(&[("crates/gate/Cargo.toml", manifest)])).is_empty());
}

#[test]
fn an_unknown_crate_is_found() {
    one(edges::check(&house(&[("crates/helpers/Cargo.toml", "")])), "not on the map");
}

#[test]
fn anyhow_outside_the_binary_is_found() {
    let manifest = "[dependencies]\nanyhow = \"1\"\n";
    one(edges::check(&house(&[("crates/db/Cargo.toml", manifest)])), "`anyhow` lives in");
}

#[test]
fn a_file_without_its_first_line_is_found() {
    one(layout::check(&house(&[("crates/db/src/row.rs", "use x;\n")])), "begins without");
}

#[test]
fn a_file_too_long_is_found_and_its_tests_do_not_count() {
    let long = format!("//! Long.\n{}", "const A: u8 = 1;\n".repeat(600));
    one(layout::check(&house(&[("crates/db/src/row.rs", &long)])), "at most 600");
    let tested = format!("//! Short.\n#[cfg(test)]\nmod tests {{\n{}}}\n", "const A: u8 = 1;\n".repeat(600));
    assert!(layout::check(&house(&[("crates/db/src/row.rs", &tested)])).is_empty());
}

#[test]
fn a_function_too_long_is_found_with_its_line() {
    let text = format!("//! Long.\n\nfn long() {{\n{}}}\n", "    step();\n".repeat(60));
    one(layout::check(&house(&[("crates/db/src/row.rs", &text)])), "crates/db/src/row.rs:3: `long` has 62");
}

#[test]
fn logic_in_lib_is_found() {
    one(layout::check(&house(&[("crates/db/src/lib.rs", "//! Db.\npub mod row;\nfn x() {}\n")])), "`lib.rs`");
}

#[test]
fn a_path_of_somebodys_machine_is_found() {
    let text = concat!("see /work", "/main/x\n");
    one(words::check(&house(&[("README.md", text)])), "README.md:1");
}

#[test]
fn dark_blocks_that_differ_are_found() {
    let sheet = ":root:not([data-theme=\"light\"]) { --c: #111; }\n:root[data-theme=\"dark\"] { --c: #112; }";
    one(css::check(&house(&[("crates/web/src/desk.css", sheet)])), "differ");
    let same = sheet.replace("#112", "#111");
    assert!(css::check(&house(&[("crates/web/src/desk.css", &same)])).is_empty());
}

#[test]
fn an_act_without_its_card_is_found() {
    let act = "pub enum Action {\n    /// Do.\n    Assign(Assign),\n}\nSelf::Assign => \"lead.assign\",";
    let door = "Action::Assign(assign) => {}";
    let files = [
        ("crates/domain/src/action.rs", act),
        ("crates/connect/src/write.rs", door),
        ("crates/pipeline/src/execute.rs", door),
        ("stories/assign.story", "lead.assign"),
    ];
    one(actions::check(&house(&files)), "crates/web: nothing answers as a card");
}

const RULE: &str = "//! No prices.\n//! Holds: a price. Lets pass: none.\n";

#[test]
fn a_rule_without_a_passing_case_is_found() {
    let cases = "//! Cases.\nTable::of(Rule::MoneyClaim).holds(\"a price\", scene())";
    let files = [("crates/gate/src/rules/money_claim.rs", RULE), ("crates/gate/src/tests/cases.rs", cases)];
    one(rules::check(&house(&files)), "no case that it lets pass");
}

#[test]
fn the_cases_of_another_rule_do_not_count() {
    let cases = "Table::of(Rule::MoneyClaim).holds(\"a\", b())\nTable::of(Rule::OptOut).passes(\"a\", b())";
    let files = [("crates/gate/src/rules/money_claim.rs", RULE), ("crates/gate/src/tests/cases.rs", cases)];
    one(rules::check(&house(&files)), "no case that it lets pass");
}

#[test]
fn a_route_beside_the_table_is_found() {
    let files = [
        ("crates/web/src/screens/inbox.rs", "//! Inbox.\nrouter.route(\"/x\", get(x))"),
        ("crates/web/tests/it/routes.rs", "//! Matrix.\nfor route in routes::table() {}"),
    ];
    one(routes::check(&house(&files)), "screens/inbox.rs: routes stand in");
}
