//! Cases for lines in and lines out.

use super::*;

fn judged(line: &str) -> serde_json::Value {
    let triage = Triage::embedded().unwrap();
    let json = judge_line(&triage, 1, line).to_json().unwrap();
    serde_json::from_str(&json).unwrap()
}

#[test]
fn a_line_of_the_guide_is_answered_with_its_labels() {
    let out =
        judged(r#"{"id":"x1","channel":"sms","subject":null,"text":"STOP","context":null,"intent":"price"}"#);
    assert_eq!(out["id"], "x1");
    assert_eq!(out["intent"], "opt_out");
    assert_eq!(out["route"], "stop");
    assert_eq!(out["opt_out"], "final");
    assert_eq!(out["signals"], serde_json::json!(["opt_out"]));
    assert!(out["confidence"].as_f64().unwrap() > 0.0);
    assert_eq!(out["evidence"][0]["for"]["signal"], "opt_out");
    for key in ["also", "urgency", "model", "language"] {
        assert!(!out[key].is_null(), "{key}");
    }
}

#[test]
fn absent_keys_and_unknown_keys_are_no_error() {
    assert_eq!(judged(r#"{"text":"thanks"}"#)["id"], serde_json::Value::Null);
    assert_eq!(judged(r#"{"id":7,"text":"thanks","extra":[1],"channel":"pigeon"}"#)["id"], 7);
}

#[test]
fn a_bad_line_is_told_with_its_number() {
    let triage = Triage::embedded().unwrap();
    for line in ["{", "[]", "null", "{\"id\":1}", "{\"text\":5}"] {
        let Outcome::Failed(error) = judge_line(&triage, 41, line) else { panic!("{line}") };
        assert_eq!(error.line, 41);
        assert!(!error.error.is_empty());
    }
    assert_eq!(judge_line(&triage, 1, "  "), Outcome::Blank);
}
