//! Every `Action` has a door, storage, a card and a story. `match` without `_` makes most of that compile errors;
//! this finds the arms that were answered with a shrug, and the missing story.

use super::{Finding, House};

/// What is missing for each act of `domain::action::Action`.
pub fn check(house: &House) -> Vec<Finding> {
    let Some(source) = house.sources.iter().find(|source| source.path == "crates/domain/src/action.rs")
    else {
        return vec!["crates/domain/src/action.rs: not found, where the acts are named".to_owned()];
    };
    let mut findings = Vec::new();
    for variant in variants(&source.text, "pub enum Action {") {
        for (krate, what) in [("connect", "a door"), ("pipeline", "storage"), ("web", "a card")] {
            let named = house.code_of(krate).any(|file| names(&file.text, &variant));
            if !named {
                findings.push(format!("crates/{krate}: nothing answers as {what} for `Action::{variant}`"));
            }
        }
        let spelling = spelling(&source.text, &variant);
        let told = |text: &str| spelling.as_deref().is_some_and(|spelling| text.contains(spelling));
        let in_a_story = house.texts.iter().any(|(path, text)| path.ends_with(".story") && told(text));
        if !in_a_story {
            let shown = spelling.as_deref().unwrap_or(&variant);
            findings.push(format!("stories/: no story tells of `{shown}`"));
        }
    }
    findings
}

fn names(text: &str, variant: &str) -> bool {
    [format!("Action::{variant}"), format!("ActionKind::{variant}")].iter().any(|name| {
        text.match_indices(name.as_str()).any(|(at, found)| {
            let after = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
            !after.is_some_and(char::is_alphanumeric)
        })
    })
}

/// The variants between `head` and the next line that is `}`.
fn variants(text: &str, head: &str) -> Vec<String> {
    let body = text.split_once(head).map_or("", |(_, rest)| rest);
    body.lines()
        .take_while(|line| *line != "}")
        .map(str::trim)
        .filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()))
        .filter_map(|line| line.split(['(', ',', ' ']).next())
        .map(str::to_owned)
        .collect()
}

/// `task.create` for `CreateTask`.
fn spelling(text: &str, variant: &str) -> Option<String> {
    let arm = format!("Self::{variant} => \"");
    let rest = text.split_once(&arm)?.1;
    rest.split('"').next().map(str::to_owned)
}
