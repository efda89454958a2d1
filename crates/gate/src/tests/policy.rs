//! A policy text reads, returns as it was, and says on which line it is wrong and what to write instead.

use domain::action::{ActionKind, UndoTerms};
use domain::fact::Topic;
use domain::labels::Intent;
use domain::person::Role;
use domain::time::HOUR_US;

use super::fixtures::{policy_with, shipped};
use crate::policy::{DEFAULT_POLICY, Level, PolicyProblem, PolicySnapshot};
use crate::rules::Rule;

fn problems(line: &str, instead: &str) -> Vec<PolicyProblem> {
    assert!(DEFAULT_POLICY.contains(line), "the shipped policy has no `{line}`");
    PolicySnapshot::parse(&DEFAULT_POLICY.replacen(line, instead, 1), 1).unwrap_err()
}

#[test]
fn the_shipped_policy_reads_and_returns_as_it_was() {
    let policy = shipped();
    assert_eq!(policy.to_toml(), DEFAULT_POLICY);
    let again = PolicySnapshot::parse(policy.to_toml(), 1).unwrap();
    assert_eq!((again.hash(), again.version()), (policy.hash(), 1));
    assert_eq!(format!("{again:?}"), format!("{policy:?}"));
}

#[test]
fn the_shipped_policy_grants_every_tool_and_names_every_rule() {
    let policy = shipped();
    for kind in ActionKind::ALL {
        let grant = policy.grant(kind).unwrap_or_else(|| panic!("{} is not granted", kind.as_str()));
        assert_eq!(grant.reads.len(), Topic::ALL.len(), "{}", kind.as_str());
        assert!(!grant.forbidden && grant.undo.is_some() && grant.approver == Role::Reviewer);
    }
    let reply = policy.grant(ActionKind::SendReply).unwrap();
    assert!(matches!(reply.undo, Some(UndoTerms::FinalAfterGrace { .. })));
    for rule in Rule::ALL.into_iter().filter(|rule| !rule.is_signed_by_tool()) {
        assert_eq!(policy.signers.get(&rule).copied(), Some(rule.default_signer()), "{}", rule.as_str());
    }
    assert_eq!((policy.senior_signals.len(), policy.senior_intents.len()), (9, 5));
    assert_eq!(policy.stale_after_us(Topic::Unit), Some(36 * HOUR_US));
    assert_eq!(policy.stale_after_us(Topic::Contact), None);
    let autonomy = policy.autonomy("lead_triage", Intent::Price).unwrap();
    assert_eq!((autonomy.level, autonomy.auto_at, autonomy.suggest_at), (Level::Suggest, 0.95, 0.70));
}

#[test]
fn a_text_of_three_lines_is_a_policy_that_grants_nothing() {
    let policy = PolicySnapshot::parse(
        "format = 1\nworkflow.lead_triage.level = \"suggest\"\nsenior = { signals = [], intents = [] }",
        3,
    )
    .unwrap();
    assert!(ActionKind::ALL.into_iter().all(|kind| policy.grant(kind).is_none()));
    assert_eq!(policy.limits, shipped().limits);
    assert!(!policy.price_in_replies);
}

#[test]
fn one_kind_of_case_may_differ() {
    let policy = policy_with(
        "# [workflow.lead_triage.case_type.privacy_legal]\n# level = \"suggest\"\n# suggest_at = 0.80",
        "[workflow.lead_triage.case_type.privacy_legal]\nlevel = \"off\"\nsuggest_at = 0.80\nsecond_approver = true",
    );
    let legal = policy.autonomy("lead_triage", Intent::PrivacyLegal).unwrap();
    assert_eq!((legal.level, legal.suggest_at, legal.second_approver), (Level::Off, 0.80, true));
    assert_eq!(legal.auto_at, 0.95);
    assert_eq!(policy.autonomy("lead_triage", Intent::Price).unwrap().level, Level::Suggest);
    assert_eq!(policy.autonomy("other", Intent::Price), None);
}

#[test]
fn every_problem_names_its_line_and_says_what_to_do() {
    let check = |line: &str, instead: &str, wanted: &str| {
        let found = problems(line, instead);
        let at = DEFAULT_POLICY.split_once(line).unwrap().0.matches('\n').count() + 1;
        assert!(found.iter().any(|p| p.message.contains(wanted)), "{instead}: {found:?}");
        assert!(found.iter().any(|p| p.line == at), "{instead}: want line {at}: {found:?}");
        assert!(
            found.iter().all(|p| !p.message.contains('\n') && p.to_string().starts_with("line ")),
            "{found:?}"
        );
    };
    check("level = \"suggest\"", "level = \"auto\"", "write `suggest`");
    check("level = \"suggest\"", "level = \"shadow\"", "write one of: off, suggest, auto");
    check("level = \"suggest\"", "levle = \"suggest\"", "unknown field `levle`");
    check("auto_at = 0.95", "auto_at = 95", "from 0.0 to 1.0");
    check("auto_at = 0.95", "auto_at = nan", "from 0.0 to 1.0");
    check("auto_at = 0.95", "auto_at = 0.5", "`suggest_at` is above `auto_at`");
    check("[workflow.lead_triage]\nlevel = \"suggest\"", "[workflow.lead_triage]", "has no level");
    check("format = 1", "format = 2", "`format = 1`");
    check("[tool.\"contact.link\"]", "[tool.\"contact.burn\"]", "write one of: contact.link");
    check("approver = \"reviewer\"", "approver = \"boss\"", "`boss` is not a role");
    check("approver = \"reviewer\"", "approver = \"auditor\"", "an auditor decides nothing");
    check("logged = true", "logged = false", "write `logged = true`");
    check("undo = \"final_after_grace\"", "undo = \"from_before_image\"", "write `final_after_grace`");
    check("writes = [\"mail\"]", "writes = [\"mail\", \"contact\"]", "grant exactly that");
    check("\"activity\"]", "\"weather\"]", "`weather` is not a topic");
    check("[rule.opt_out]", "[rule.opt_in]", "`opt_in` is not a rule");
    check("[rule.opt_out]", "[rule.autonomy_level]", "take this table out");
    check("intents = [\"trade_in\"", "intents = [\"tradein\"", "`tradein` is not an intent");
    check("signals = [\"trade_in\"", "signals = [\"rage\"", "`rage` is not a signal");
    check("high_value_usd = 75000", "high_value_usd = 0", "whole number from 1");
    check("max_failed_attempts = 3", "max_failed_attempts = -1", "whole number from 1 to 100");
    check("unit = 36", "unit = 0", "whole number from 1");
    check("unit = 36", "car = 36", "`car` is not a topic");
    check("answers = \"any_time\"", "answers = \"never\"", "any_time, inside_window");
    check("[senior]", "[senior", "compare with the shipped policy");
    check(
        "outreach = \"inside_window\"",
        "state.XX = { name = \"X\", zones = [\"UTC\"], week = [9, 21], source = \"me\" }",
        "`XX` is not a state",
    );
    check(
        "outreach = \"inside_window\"",
        "state.TX = { name = \"Texas\", zones = [\"America/Chicago\"], week = [21, 9], source = \"me\" }",
        "[from, to]",
    );
    check(
        "outreach = \"inside_window\"",
        "state.TX = { name = \"Texas\", zones = [\"America/Dallas\"], week = [9, 21], source = \"me\" }",
        "not a zone",
    );
    check(
        "outreach = \"inside_window\"",
        "state.TX = { name = \"Texas\", zones = [\"America/Chicago\"], week = [9, 21], source = \" \" }",
        "no source",
    );
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_lines() {
    let text = DEFAULT_POLICY
        .replacen("auto_at = 0.95", "auto_at = 2.0", 1)
        .replacen("logged = true", "logged = false", 1)
        .replacen("answers = \"any_time\"", "answers = \"x\"", 1);
    let found = PolicySnapshot::parse(&text, 1).unwrap_err();
    let lines: Vec<usize> = found.iter().map(|problem| problem.line).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(lines.is_sorted() && lines[0] > 1, "{lines:?}");
}

#[test]
fn an_empty_or_endless_text_is_refused() {
    assert_eq!(PolicySnapshot::parse("", 1).unwrap_err()[0].line, 1);
    assert_eq!(PolicySnapshot::parse(&"#".repeat(300_000), 1).unwrap_err()[0].line, 1);
    let none = PolicySnapshot::parse("format = 1\n[workflow]\n[senior]\nsignals = []\nintents = []\n", 1)
        .unwrap_err();
    assert!(none[0].message.contains("no workflow is named"), "{none:?}");
}

#[test]
fn a_comment_changes_the_hash() {
    let other = PolicySnapshot::parse(&format!("{DEFAULT_POLICY}\n# reviewed\n"), 1).unwrap();
    assert_ne!(other.hash(), shipped().hash());
}
