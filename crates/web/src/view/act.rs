//! One action of a case: what exactly happens, before and after, whether it can be undone, and its own decisions.

use domain::action::{Action, Assign, CreateTask, SendReply, UndoTerms};
use domain::proposal::{Author, ProposalState};
use domain::time::SECOND_US;
use maud::{Markup, html};

use super::frame::Shell;
use super::icons::icon;
use super::panel::{Item, Panel};
use super::place::Place;
use super::text::{editable, shown};
use super::{decide, words};

/// The action's place in the list.
#[must_use]
pub fn markup(item: &Item, panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    let proposal = &item.proposal;
    html! {
        li.act id=(proposal.id) data-shown=(item.shown) {
            span.act-what { (shown(&words::act(&proposal.draft.action))) }
            (undo_terms(item))
            div.act-body {
                (body(item))
                p.meta { (shown(&proposal.draft.reason)) @if let Author::Person(_) = proposal.author { " Edited by a person." } }
                @if item.state != ProposalState::Pending { (standing(item, shell)) }
                @if item.state.is_open() && shell.may_decide() { (controls(item, panel, shell, place)) }
                @if can_undo(item) && shell.may_decide() { (decide::undo_form(item, shell, place, "Undo")) }
            }
        }
    }
}

/// Done and reversible, or approved and not yet left.
#[must_use]
pub fn can_undo(item: &Item) -> bool {
    match item.state {
        ProposalState::Executed => item.proposal.draft.action.is_local(),
        ProposalState::Approved => item.leaves.is_some(),
        _ => false,
    }
}

fn undo_terms(item: &Item) -> Markup {
    match item.proposal.draft.action.undo_terms() {
        UndoTerms::FromBeforeImage => {
            html! { span.act-undo { (icon("undo")) "Can be undone" } }
        }
        UndoTerms::FinalAfterGrace { grace_us } => {
            html! { span.act-undo.is-final { (icon("lock")) "Final " (grace_us / SECOND_US) " s after approval" } }
        }
    }
}

/// Where an action stands that is not simply waiting.
fn standing(item: &Item, shell: &Shell) -> Markup {
    html! {
        p.small.strong {
            (words::state(item.state))
            @if let Some((who, at)) = &item.decided { " by " (shown(who)) ", " (shell.clock.ago(*at)) }
            @if let Some(until) = item.snoozed_until { ", until " (shell.clock.when(until)) }
            @if let Some(leaves) = item.leaves { ", leaves " (shell.clock.second(leaves)) }
        }
    }
}

fn body(item: &Item) -> Markup {
    let draft = &item.proposal.draft;
    html! {
        @match &draft.action {
            Action::SendReply(reply) => { (letter(reply)) }
            Action::CreateTask(task) => { (changes(item)) @if !task.note.trim().is_empty() { div.draft { p.draft-text { (shown(&task.note)) } } } }
            Action::LinkContact(_) | Action::CreateContact(_) | Action::AttachUnit(_) | Action::MarkDuplicate(_) | Action::Assign(_) => { (changes(item)) }
        }
    }
}

fn changes(item: &Item) -> Markup {
    html! {
        dl.diff { @for change in &item.proposal.draft.changes {
            dt { (shown(&change.label)) }
            dd { @match &change.before { Some(before) => { del { (shown(before)) } } None => { del { "nothing" } } } ins { (shown(&change.after)) } }
        } }
    }
}

fn letter(reply: &SendReply) -> Markup {
    html! {
        div.draft {
            p.draft-subject { span.meta { "Subject " } (shown(&reply.subject)) }
            p.draft-text lang=(reply.language) { (shown(&reply.body)) }
            div.draft-foot { span { (reply.body.chars().count()) " characters" } span { "template " (shown(&reply.template)) } span { "plain text" } }
        }
    }
}

fn controls(item: &Item, panel: &Panel, shell: &Shell, place: &Place) -> Markup {
    let action = &item.proposal.draft.action;
    html! {
        div.act-do {
            @match action {
                Action::SendReply(reply) => { (edit(item, shell, place, edit_reply(item, reply))) }
                Action::Assign(assign) => { (edit(item, shell, place, edit_assign(item, assign, panel))) }
                Action::CreateTask(task) => { (edit(item, shell, place, edit_task(item, task, panel, shell))) }
                Action::LinkContact(_) | Action::CreateContact(_) | Action::AttachUnit(_) | Action::MarkDuplicate(_) => {}
            }
            (decide::more_for_one(item, panel, shell, place))
        }
    }
}

fn edit(item: &Item, shell: &Shell, place: &Place, fields: Markup) -> Markup {
    let id = item.proposal.id;
    html! {
        details.more.edit data-edit {
            summary { "Edit" }
            form.edit-form method="post" action={ "/proposals/" (id) "/edit" } data-decide {
                (shell.token()) (decide::hidden(item, place)) (fields)
                div.row { button.btn.is-small type="submit" { "Sign the edited version" } span.meta { "The gate judges it again before anything happens." } }
            }
        }
    }
}

fn edit_reply(item: &Item, reply: &SendReply) -> Markup {
    let id = item.proposal.id;
    html! {
        div.field { label for={ "su-" (id) } { "Subject" } input.input id={ "su-" (id) } name="subject" type="text" maxlength="400" required value=(editable(&reply.subject)); }
        div.field { label for={ "bo-" (id) } { "Letter" } textarea.input id={ "bo-" (id) } name="body" rows="10" maxlength="20000" required lang=(reply.language) { (editable(&reply.body)) } }
    }
}

fn edit_assign(item: &Item, assign: &Assign, panel: &Panel) -> Markup {
    html! { (assignee(item, &assign.to.to_string(), &assign.label, panel)) }
}

fn edit_task(item: &Item, task: &CreateTask, panel: &Panel, shell: &Shell) -> Markup {
    let id = item.proposal.id;
    html! {
        div.field { label for={ "ti-" (id) } { "Task" } input.input id={ "ti-" (id) } name="title" type="text" maxlength="200" required value=(editable(&task.title)); }
        div.field { label for={ "no-" (id) } { "Note" } textarea.input id={ "no-" (id) } name="note_text" rows="4" maxlength="8000" { (editable(&task.note)) } }
        div.field { label for={ "du-" (id) } { "Due, store time" } input.input id={ "du-" (id) } name="due" type="datetime-local" required value=(shell.clock.field(task.due)); }
        (assignee(item, &task.assignee.to_string(), &task.assignee_label, panel))
    }
}

fn assignee(item: &Item, current: &str, label: &str, panel: &Panel) -> Markup {
    let id = item.proposal.id;
    let listed = panel.assignees.iter().any(|(value, _)| value == current);
    html! {
        div.field { label for={ "as-" (id) } { "Given to" } select.input id={ "as-" (id) } name="assignee" {
            @if !listed { option value=(current) selected { (shown(label)) } }
            @for (value, name) in &panel.assignees { option value=(value) selected[value == current] { (shown(name)) } }
        } }
    }
}
