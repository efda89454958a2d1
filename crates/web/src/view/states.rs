//! Pages without a shell: sign-in, and what went wrong. Each says what happened, what it means, and what to do.

use maud::{Markup, html};

use super::frame::{brand_mark, document};
use super::icons::icon;
use super::text::{editable, plain, shown};
use crate::assets::AssetUrls;

/// Something did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed: "This page was not found".
    pub title: String,
    /// What did and did not happen.
    pub meaning: String,
    /// The next step: link and label.
    pub next: (String, String),
}

/// The page of a failure.
#[must_use]
pub fn failure(urls: &AssetUrls, failure: &Failure) -> Markup {
    document(
        urls,
        &format!("{} · Countersign", plain(&failure.title)),
        html! {
            main #main.alone tabindex="-1" {
                a.brand href="/inbox" { (brand_mark()) "Countersign" }
                div.card { div.card-body { div.note.is-bad role="alert" { (icon("warn")) div {
                    h1 { (shown(&failure.title)) } p { (shown(&failure.meaning)) }
                    p.row { a.btn.is-small href=(failure.next.0) { (failure.next.1) } }
                } } } }
            }
        },
    )
}

/// The sign-in page. `email` and `next` come back as typed.
#[must_use]
pub fn sign_in(urls: &AssetUrls, trouble: Option<&str>, email: &str, next: &str) -> Markup {
    document(
        urls,
        "Sign in · Countersign",
        html! {
            main #main.alone tabindex="-1" {
                p.brand { (brand_mark()) "Countersign" }
                div.card { div.card-body {
                    h1 { "Sign in" }
                    p.small.muted { "Agents prepare, people sign." }
                    @if let Some(trouble) = trouble { div.note.is-bad role="alert" { (icon("warn")) div { strong { "Not signed in" } p { (shown(trouble)) } } } }
                    form.edit-form method="post" action="/sign-in" {
                        input type="hidden" name="next" value=(next);
                        div.field { label for="email" { "E-mail" } input.input #email name="email" type="email" maxlength="254" autocomplete="username" required autofocus[trouble.is_none()] value=(editable(email)); }
                        div.field { label for="password" { "Password" } input.input #password name="password" type="password" maxlength="200" autocomplete="current-password" required autofocus[trouble.is_some()]; }
                        button.btn.is-primary type="submit" { "Sign in" }
                    }
                } }
            }
        },
    )
}
