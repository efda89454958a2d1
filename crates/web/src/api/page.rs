//! `GET /api`: the OpenAPI document for people, rendered from that same document.

use axum::extract::State;
use maud::{Markup, html};
use serde_json::Value;

use super::document::document;
use crate::problem::Kind;
use crate::state::WebState;
use crate::view::frame::{brand_mark, document as page};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page.
pub async fn show(State(state): State<WebState>) -> Markup {
    let document = serde_json::to_value(document(&state.config.version)).unwrap_or_default();
    let text = |at: &str| document.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    page(
        &state.assets().urls(),
        "API · Countersign",
        html! {
            main #main.page tabindex="-1" {
                a.brand href="/inbox" { (brand_mark()) "Countersign" }
                header.page-head { div { h1 { "API " (text("/info/version")) } p { (text("/info/description")) }
                    p { a href="/api/openapi.json" { "openapi.json" } } } }
                (first_lead(&state.config.base_url))
                (operations(&document))
                (schemas(&document))
                (problems())
            }
        },
    )
}

fn first_lead(base: &str) -> Markup {
    let example = format!(
        "curl -H 'Authorization: Bearer KEY' -H 'Content-Type: application/x-adf+xml' --data-binary @lead.xml {base}/api/v1/leads"
    );
    html! { section.card { div.card-head { h2 { "Deliver a lead" } } div.card-body { pre.raw tabindex="0" { (example) } } } }
}

fn operations(document: &Value) -> Markup {
    let paths = document.get("paths").and_then(Value::as_object);
    html! { @for (path, methods) in paths.into_iter().flatten() { @for method in METHODS { @if let Some(operation) = methods.get(method) {
        section.card.api-op id={ (method) "-" (path.trim_matches('/').replace(['/', '{', '}'], "-")) } {
            div.card-head { h2 { span.pill { (method.to_uppercase()) } " " code { (path) } } }
            div.card-body {
                p { (operation.get("summary").and_then(Value::as_str).unwrap_or_default()) }
                @if let Some(more) = operation.get("description").and_then(Value::as_str) { p.small.muted { (more) } }
                (parameters(operation)) (responses(operation))
            }
        }
    } } } }
}

fn parameters(operation: &Value) -> Markup {
    let all = operation.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    html! { @if !all.is_empty() { dl.facts { @for one in all { dt { code { (text(one, "name")) } " in " (text(one, "in")) } dd { (text(one, "description")) } } } } }
}

fn responses(operation: &Value) -> Markup {
    let all = operation.get("responses").and_then(Value::as_object);
    html! { div.scroll-x tabindex="0" role="group" aria-label="Answers" { table.tbl { caption.sr { "Answers" } thead { tr { th scope="col" { "Status" } th scope="col" { "Means" } th scope="col" { "Body" } } }
    tbody { @for (status, answer) in all.into_iter().flatten() { tr { th scope="row" { (status) } td { (answer.get("description").and_then(Value::as_str).unwrap_or_default()) } td { (body_name(answer)) } } } } } } }
}

fn body_name(answer: &Value) -> String {
    let content = answer.get("content").and_then(Value::as_object);
    let schema = content
        .into_iter()
        .flatten()
        .find_map(|(_, body)| body.pointer("/schema/$ref").and_then(Value::as_str));
    schema.and_then(|name| name.rsplit('/').next()).unwrap_or_default().to_owned()
}

fn schemas(document: &Value) -> Markup {
    let all = document.pointer("/components/schemas").and_then(Value::as_object);
    html! { @for (name, schema) in all.into_iter().flatten() {
        section.card.api-op id={ "schema-" (name) } { div.card-head { h2 { (name) } } div.card-body { dl.facts {
            @for (field, of) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
                dt { code { (field) } } dd { (of.get("description").and_then(Value::as_str).unwrap_or_default()) }
            }
        } } }
    } }
}

fn problems() -> Markup {
    html! { section.card.api-op #problems { div.card-head { h2 { "Problems" } } div.card-body { dl.facts {
        @for kind in Kind::ALL { @let (name, status, title) = kind.parts(); dt { code { "/problems/" (name) } " " (status.as_u16()) } dd { (title) } }
    } } } }
}
