//! The OpenAPI document against the route table and the program.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use web::routes::{self, Need};

use super::house::house;

#[test]
fn every_route_of_the_api_is_documented_and_nothing_else_is() {
    let document = serde_json::to_value(web::api::document::document("0.1.0")).unwrap();
    let table: BTreeSet<(String, String)> = routes::table()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| (route.method.as_str().to_lowercase(), route.path.to_owned()))
        .collect();
    let paths = document["paths"].as_object().unwrap();
    let documented: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (method.clone(), path.clone()))
        })
        .filter(|(method, _)| ["get", "post"].contains(&method.as_str()))
        .collect();
    assert_eq!(documented, table);
}

#[test]
fn the_documented_statuses_are_those_that_the_kind_of_route_can_answer() {
    let document = serde_json::to_value(web::api::document::document("0.1.0")).unwrap();
    for route in routes::table().into_iter().filter(|route| route.path.starts_with("/api/v1/")) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let statuses: BTreeSet<&str> =
            operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
        let name = format!("{} {}", route.method, route.path);
        assert!(statuses.contains("401") && statuses.contains("403") && statuses.contains("500"), "{name}");
        assert_eq!(statuses.contains("202"), route.need == Need::Intake, "{name}");
        assert_eq!(statuses.contains("404"), route.path.contains("{id}"), "{name}");
        assert_eq!(operation["security"][0]["bearer"], serde_json::json!([]), "{name}");
        for (status, answer) in operation["responses"].as_object().unwrap() {
            if status.as_str() >= "400" {
                let body = answer["content"].to_string();
                assert!(body.contains("#/components/schemas/Problem"), "{name} {status} is a problem");
            }
        }
        for status in statuses {
            let code = StatusCode::from_bytes(status.as_bytes()).unwrap();
            let known =
                code.is_success() || web::problem::Kind::ALL.iter().any(|kind| kind.parts().1 == code);
            assert!(known, "{name} documents {status}, which no problem has");
        }
    }
}

#[tokio::test]
async fn the_readable_page_is_rendered_from_the_same_document() {
    let house = house().await;
    let page =
        house.call(axum::http::Request::get("/api").body(axum::body::Body::empty()).unwrap()).await.text();
    let document = house
        .call(axum::http::Request::get("/api/openapi.json").body(axum::body::Body::empty()).unwrap())
        .await
        .json();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(page.contains(path.as_str()), "{path}");
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("id=\"schema-{name}\"")), "{name}");
    }
    assert!(!page.contains(" style=") && page.matches("<script").count() == 1);
}
