//! Issue 2, section 12: signs in, decides by keyboard, sees the trail.

use testkit::browser::Browser;

use crate::desk;

#[test]
fn a_person_decides_by_keyboard_alone_and_the_trail_carries_both_signatures() {
    let Some(browser) = Browser::start() else { return };
    let demo = desk::demo();
    let name = demo.sign_in(&browser, "priya");
    desk::open_inbox(&browser, &demo);

    let approved = desk::next_free(&browser);
    browser.press("a");
    browser.until("the case after it", |browser| desk::case(browser) != approved);
    browser.until("a word on what was done", |browser| browser.has("[data-toast]"));

    let rejected = desk::next_free(&browser);
    browser.press("r");
    browser.until("the reasons", |browser| browser.has("details.menu[open] input[name=reason]"));
    browser.press("1");
    // Enter: what a form does with the focus in one of its fields.
    browser.press("\u{E007}");
    browser.until("the case after it", |browser| desk::case(browser) != rejected);
    assert_eq!(browser.complaints(), Vec::<String>::new());

    browser.go(&demo.at(&format!("/cases/{approved}")));
    let trail = browser.text();
    assert!(trail.contains("Lead agent signed"), "{trail}");
    assert!(trail.contains(&format!("{name} countersigned")), "{trail}");
    assert!(!browser.text_of("ol.chain").is_empty(), "{trail}");

    browser.go(&demo.at(&format!("/cases/{rejected}")));
    let trail = browser.text();
    assert!(trail.contains(&format!("{name} decided")), "{trail}");
    assert!(trail.contains("because: wrong"), "{trail}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn letters_do_nothing_while_somebody_writes() {
    let Some(browser) = Browser::start() else { return };
    let demo = desk::demo();
    demo.sign_in(&browser, "priya");
    desk::open_inbox(&browser, &demo);
    let case = desk::next_free(&browser);
    browser.press("r");
    browser.write("#rej-note", "a j r 1");
    assert_eq!(desk::case(&browser), case);
    assert!(!browser.has("[data-toast]"));
}
