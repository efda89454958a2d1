//! Two people at the same case: the first signature counts, and the second person is told whose it was.

use testkit::browser::Browser;

use crate::desk;

#[test]
fn a_card_that_a_colleague_has_decided_says_who_was_faster() {
    let (Some(slow), Some(fast)) = (Browser::start(), Browser::start()) else { return };
    let demo = desk::demo();
    demo.sign_in(&slow, "priya");
    let colleague = demo.sign_in(&fast, "dana");
    desk::open_inbox(&slow, &demo);
    let case = desk::next_free(&slow);

    fast.go(&demo.at(&format!("/inbox?case={case}")));
    fast.press("a");
    fast.until("the case after it", |browser| desk::case(browser) != case);

    slow.until("a note that it moved", |browser| browser.has(".moved"));
    slow.press("a");
    slow.until("a refusal", |browser| browser.has("[data-notice]"));
    assert_eq!(desk::case(&slow), case);
    let told = slow.text_of("[data-notice]");
    assert!(told.starts_with("Decided ") && told.contains(&format!("ago by {colleague}")), "{told}");
    assert!(told.contains("The first signature counts"), "{told}");
}
