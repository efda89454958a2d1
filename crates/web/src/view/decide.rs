//! The signature block: the agent has signed, a person signs or does something else. Plain forms, each with the
//! hash of exactly what is shown.

use domain::proposal::ProposalState;
use domain::time::{HOUR_US, UtcMicros};
use domain::verdict::Outcome;
use maud::{Markup, html};

use super::frame::Shell;
use super::icons::icon;
use super::panel::{Item, Panel, reject_choices};
use super::place::Place;
use super::text::{initials, shown};

/// What every single decision carries: the hash shown, when it was put on the screen, where to come back to.
#[must_use]
pub fn hidden(item: &Item, place: &Place) -> Markup {
    html! {
        input type="hidden" name="shown" value=(item.shown);
        input type="hidden" name="back" value=(place.query());
    }
}

/// The same for all open items of a case.
fn hidden_all(panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    html! {
        (shell.token())
        input type="hidden" name="back" value=(place.query());
        input type="hidden" name="at" value=(shell.clock.now.micros());
        @for item in panel.open() { input type="hidden" name="item" value={ (item.proposal.id) ":" (item.shown) }; }
    }
}

/// The bar at the foot of a case.
#[must_use]
pub fn footer(panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    let open = panel.open().count();
    html! {
        footer.decide {
            (signs(panel, shell))
            @if !shell.may_decide() {
                div.note { (icon("lock")) div { strong { "You may read, not decide" } p { "A reviewer, manager or compliance signs here. Ask an admin for a role." } } }
            } @else if open > 0 {
                div.btns {
                    (approve(panel, shell, place, open))
                    button.btn.js-only type="button" data-key="e" aria-keyshortcuts="e" data-edit-first { "Edit " kbd { "e" } }
                    (reject(panel, shell, place))
                    span.gap {}
                    (take_over(panel, shell, place))
                    (later(panel, shell, place))
                    (colleague(panel, shell, place, &DELEGATE))
                    (colleague(panel, shell, place, &ASK))
                }
            } @else if panel.items.is_empty() {
                div.btns { (take_over(panel, shell, place)) a.btn href={ "/cases/" (panel.case) } { "Open the trail" } }
            } @else {
                p.small.muted { "Nothing is left to decide here." }
            }
        }
    }
}

fn signs(panel: &Panel, shell: &Shell) -> Markup {
    let made =
        panel.items.first().map(|item| (item.proposal.made, item.proposal.instruction_version.clone()));
    let first = panel
        .items
        .iter()
        .find(|item| item.state == ProposalState::AwaitingSecond)
        .and_then(|item| item.decided.clone());
    let done = panel.items.iter().filter_map(|item| item.decided.clone()).max_by_key(|(_, at)| *at);
    let two = panel.open().any(|item| item.verdict.second_approver);
    html! {
        div.signs.is-three[two] {
            p.sign.is-agent { span.actor.is-agent aria-hidden="true" {}
                @match &made {
                    Some((at, version)) => { span { b { "Lead agent" } " signed, instruction " (shown(version)) } span.when { (shell.clock.time(*at)) } }
                    None => { span { b { "Lead agent" } " suggests nothing" } }
                }
            }
            @if let Some((who, at)) = &first {
                p.sign.is-done { span.actor.is-person aria-hidden="true" { (initials(who)) } span { "First, " b { (shown(who)) } } span.when { (shell.clock.time(*at)) } }
            }
            @if panel.open().next().is_some() {
                p.sign.is-open { span.actor.is-me aria-hidden="true" { (initials(&shell.actor.name)) } span { "You, " b { (shown(&shell.actor.name)) } } span.when { "not signed" } }
                @if two && first.is_none() { p.sign { span.actor.is-person aria-hidden="true" { "2" } span { "Second, another person" } span.when { "waits for you" } } }
            } @else if let Some((who, at)) = &done {
                p.sign.is-done { span.actor.is-person aria-hidden="true" { (initials(who)) } span { b { (shown(who)) } " decided" } span.when { (shell.clock.time(*at)) } }
            }
        }
    }
}

fn approve(panel: &Panel, shell: &Shell, place: &Place, open: usize) -> Markup {
    let held = panel.open().any(|item| item.verdict.exceptions().any(|note| note.outcome == Outcome::Hold));
    html! {
        form.decide-form method="post" action={ "/cases/" (panel.case) "/decide" } data-decide {
            (hidden_all(panel, shell, place))
            @if held {
                label.sr for="why-held" { "Reason for letting it through" }
                input.input.why-held #why-held name="note" type="text" maxlength="2000" placeholder="Reason, because it is held";
            }
            button.btn.is-primary type="submit" name="choice" value="approve" data-key="a" aria-keyshortcuts="a" {
                (icon("check")) @if open == 1 { "Approve" } @else { "Approve all " (open) } " " kbd { "a" }
            }
        }
    }
}

fn reject(panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    html! {
        details.menu { summary.btn data-key="r" aria-keyshortcuts="r" { "Reject " kbd { "r" } }
            form.menu-body.is-up.menu-form method="post" action={ "/cases/" (panel.case) "/decide" } data-decide {
                (hidden_all(panel, shell, place))
                p.small.muted { "Nothing is sent or changed. Your reason goes to the workflow’s owner." }
                fieldset { legend.label { "What was wrong?" } (reject_choices()) }
                div.field { label for="rej-note" { "Note" } textarea.input #rej-note name="note" rows="2" maxlength="2000" {} }
                button.btn.is-danger-solid type="submit" name="choice" value="reject" { "Reject" }
            }
        }
    }
}

fn take_over(panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    html! {
        form.decide-form method="post" action={ "/cases/" (panel.case) "/decide" } data-decide {
            (hidden_all(panel, shell, place))
            button.btn type="submit" name="choice" value="take_over" data-key="t" aria-keyshortcuts="t" { "Take over " kbd { "t" } }
        }
    }
}

fn later(panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    let now = shell.clock.now;
    let hours: [(&str, UtcMicros); 3] = [
        ("1 hour", now.plus(HOUR_US)),
        ("3 hours", now.plus(3 * HOUR_US)),
        ("24 hours", now.plus(24 * HOUR_US)),
    ];
    html! {
        details.menu { summary.btn data-key="s" aria-keyshortcuts="s" { "Snooze " kbd { "s" } }
            form.menu-body.is-up.menu-form method="post" action={ "/cases/" (panel.case) "/decide" } data-decide {
                (hidden_all(panel, shell, place))
                input type="hidden" name="choice" value="snooze";
                @for (label, until) in hours {
                    button type="submit" name="until" value=(until.micros()) { (label)
                        span.meta { "until " (shell.clock.when(until)) @if panel.due.is_some_and(|due| due < until) { ", misses the due time" } } }
                }
            }
        }
    }
}

/// A choice that names a colleague.
struct Colleague {
    choice: &'static str,
    label: &'static str,
    key: &'static str,
    field: &'static str,
    ask: &'static str,
}

const DELEGATE: Colleague =
    Colleague { choice: "delegate", label: "Delegate", key: "d", field: "to", ask: "Who should decide" };
const ASK: Colleague = Colleague { choice: "ask", label: "Ask", key: "i", field: "of", ask: "Whom to ask" };

fn colleague(panel: &Panel, shell: &Shell, place: &Place, what: &Colleague) -> Markup {
    let Colleague { choice, label, key, field, ask } = *what;
    html! {
        details.menu { summary.btn data-key=(key) aria-keyshortcuts=(key) { (label) " " kbd { (key) } }
            form.menu-body.is-up.menu-form method="post" action={ "/cases/" (panel.case) "/decide" } data-decide {
                (hidden_all(panel, shell, place))
                div.field { label for={ (choice) "-who" } { (ask) } select.input id={ (choice) "-who" } name=(field) required {
                    @for (id, name) in &panel.colleagues { option value=(id) { (shown(name)) } }
                } }
                div.field { label for={ (choice) "-note" } { @if choice == "ask" { "Question" } @else { "Note" } }
                    textarea.input id={ (choice) "-note" } name="note" rows="2" maxlength="2000" required[choice == "ask"] {} }
                button.btn type="submit" name="choice" value=(choice) disabled[panel.colleagues.is_empty()] { (label) }
            }
        }
    }
}

/// Approves one item of several.
#[must_use]
fn approve_one(item: &Item, shell: &Shell, place: &Place) -> Markup {
    let held = item.verdict.exceptions().any(|note| note.outcome == Outcome::Hold);
    html! {
        form.decide-form method="post" action={ "/proposals/" (item.proposal.id) "/approve" } data-decide {
            (shell.token()) (hidden(item, place))
            @if held { input.input.why-held name="note" type="text" maxlength="2000" aria-label="Reason for letting this action through" placeholder="Reason, because it is held"; }
            button.btn.is-small type="submit" { (icon("check")) "Approve this" }
        }
    }
}

/// Rejects, takes over, snoozes, delegates or asks about one item of several.
#[must_use]
pub fn more_for_one(item: &Item, panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    let id = item.proposal.id;
    let to = |verb: &str| format!("/proposals/{id}/{verb}");
    html! {
        details.more.one { summary { "Only this action" }
            @if panel.items.len() > 1 && item.is_open() { div.edit-form { (approve_one(item, shell, place)) } }
            form.edit-form method="post" action=(to("reject")) data-decide { (shell.token()) (hidden(item, place))
                fieldset { legend.label { "Reject because" } (reject_choices()) }
                div.field { label for={ "rn-" (id) } { "Note" } input.input id={ "rn-" (id) } name="note" type="text" maxlength="2000"; }
                button.btn.is-small type="submit" { "Reject this" }
            }
            form.edit-form method="post" action=(to("snooze")) data-decide { (shell.token()) (hidden(item, place))
                button.btn.is-small type="submit" name="until" value=(shell.clock.now.plus(HOUR_US).micros()) { "Snooze this for 1 hour" }
            }
            form.edit-form method="post" action=(to("take-over")) data-decide { (shell.token()) (hidden(item, place))
                button.btn.is-small type="submit" { "Do this by hand" }
            }
            @if !panel.colleagues.is_empty() {
                form.edit-form method="post" action=(to("delegate")) data-decide { (shell.token()) (hidden(item, place))
                    div.field { label for={ "de-" (id) } { "Who should decide" } select.input id={ "de-" (id) } name="to" {
                        @for (person, name) in &panel.colleagues { option value=(person) { (shown(name)) } } } }
                    button.btn.is-small type="submit" { "Delegate this" }
                }
                form.edit-form method="post" action=(to("ask")) data-decide { (shell.token()) (hidden(item, place))
                    div.field { label for={ "ak-" (id) } { "Whom to ask" } select.input id={ "ak-" (id) } name="of" {
                        @for (person, name) in &panel.colleagues { option value=(person) { (shown(name)) } } } }
                    div.field { label for={ "aq-" (id) } { "Question" } input.input id={ "aq-" (id) } name="note" type="text" maxlength="2000" required; }
                    button.btn.is-small type="submit" { "Ask about this" }
                }
            }
        }
    }
}

/// Takes an action back, or calls a mail back.
#[must_use]
pub fn undo_form(item: &Item, shell: &Shell, place: &Place, label: &str) -> Markup {
    html! {
        form.decide-form method="post" action={ "/proposals/" (item.proposal.id) "/undo" } data-decide {
            (shell.token()) (hidden(item, place))
            button.btn.is-small type="submit" { (icon("undo")) @if item.leaves.is_some() { "Call back" } @else { (label) } }
        }
    }
}
