//! The desk without scripts: everything that decides is a plain form.

use testkit::browser::Browser;

use crate::desk;

#[test]
fn a_person_without_scripts_approves_by_a_plain_form() {
    let Some(browser) = Browser::start() else { return };
    let demo = desk::demo();
    browser.without_scripts();
    let name = demo.sign_in(&browser, "priya");
    assert!(!browser.has("html.has-js"), "scripts run");
    browser.go(&demo.at("/inbox"));
    browser.click(".q-link");
    let mut tried = Vec::new();
    while !desk::is_free(&browser) {
        let case = desk::case(&browser);
        browser.click(".prop-bar a[rel=next]");
        browser.until("the next case", |browser| desk::case(browser) != case);
        tried.push(case);
    }
    let case = desk::case(&browser);
    assert!(!tried.contains(&case), "the queue goes round in circles");
    browser.click("#proposal button[value=approve]");
    browser.until("the case after it", |browser| desk::case(browser) != case);
    browser.go(&demo.at(&format!("/cases/{case}")));
    let trail = browser.text();
    assert!(trail.contains(&format!("{name} countersigned")), "{trail}");
}
