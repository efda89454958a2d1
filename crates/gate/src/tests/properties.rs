//! What must hold for every proposal, whatever stands in it.

use domain::action::Reach;
use domain::digest::Digest;
use domain::fact::{Known, Suppressed, Topic};
use domain::id::PersonId;
use domain::judgement::{Calibrated, Confidence};
use domain::labels::{Intent, Signal};
use domain::person::Role;
use domain::proposal::Author;
use domain::time::UtcMicros;
use domain::untrusted::Untrusted;
use domain::verdict::Outcome;
use proptest::prelude::*;

use super::fixtures::{NOW, SENIOR, Scene};
use crate::{PermitRefused, PolicySnapshot};

/// Pieces that rules look for, so that arbitrary texts come near them.
const PIECES: [&str; 24] = [
    "$",
    "23,995",
    "k",
    " a month",
    "\u{200B}",
    "you are ",
    "approved",
    "í",
    ",",
    ".",
    "\n\n",
    "https://",
    "@",
    "555-0100",
    "available",
    "no longer ",
    "si ",
    "%",
    "twenty ",
    "thousand ",
    "²",
    "٣",
    "𝟚",
    "million million million ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        any::<String>(),
        "[ -~]{0,12}"
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(&Role::ALL[..])
}

prop_compose! {
    fn scene()(
        kind in 0..3u8,
        texts in prop::collection::vec(text(), 6),
        intent in prop::sample::select(&Intent::ALL[..]),
        signals in prop::collection::vec(prop::sample::select(&Signal::ALL[..]), 0..3),
        p in any::<f32>(),
        low in any::<f32>(),
        now in prop_oneof![Just(NOW.micros()), any::<i64>()],
        outreach in any::<bool>(),
        by_person in any::<bool>(),
        unread in prop::option::of(prop::sample::select(&Topic::ALL[..])),
    ) -> Scene {
        let [body, subject, to, words, region, zip] = <[String; 6]>::try_from(texts).unwrap();
        let mut scene = match kind {
            0 => Scene::task(SENIOR, &body),
            1 => Scene::assign(PersonId::from_bits(now.unsigned_abs().into())),
            _ => Scene::reply().body(&body).bent(|s| {
                s.mail().subject = subject;
                s.mail().reach = if outreach { Reach::Outreach } else { Reach::Answer };
                if to.len() % 2 == 1 { s.mail().to = to; }
            }),
        };
        scene.p.case_type = intent;
        scene.p.signals = signals;
        scene.p.draft.confidence = Confidence::Calibrated(Calibrated { p, n: 1, low, high: 1.0 });
        if by_person { scene.p.author = Author::Person(SENIOR); }
        scene.lead().words = Some(Untrusted::new(words));
        scene.lead().address.region = Some(region);
        scene.lead().address.postal_code = Some(zip);
        scene.cx.facts.0.retain(|fact| Some(fact.topic) != unread);
        scene.now = UtcMicros(now);
        scene
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_is_the_largest_of_its_notes_and_always_the_same(scene in scene()) {
        let verdict = scene.verdict();
        prop_assert_eq!(&verdict, &scene.verdict());
        prop_assert_eq!(Some(verdict.outcome), verdict.notes.iter().map(|note| note.outcome).max());
        prop_assert!(verdict.notes.is_sorted_by(|a, b| a.outcome >= b.outcome));
        prop_assert!(verdict.outcome != Outcome::Allow, "no policy text allows anything alone yet");
        prop_assert_eq!(verdict.policy, scene.policy.hash());
        for note in &verdict.notes {
            prop_assert!(crate::Rule::ALL.iter().any(|rule| rule.as_str() == note.rule));
            prop_assert!(!note.because.trim().is_empty());
        }
    }

    #[test]
    fn one_more_opt_out_never_makes_it_milder(scene in scene(), point in text(), own in any::<bool>(), is_final in any::<bool>()) {
        let before = scene.verdict().outcome;
        let mut more = scene.clone();
        let point = if own { "maria@example.com".to_owned() } else { point };
        more.known(Topic::Consent, Known::Consent(vec![Suppressed { point, since: NOW, is_final }]));
        // Consent was empty or unread before; unread was held at least.
        prop_assert!(more.verdict().outcome >= before);
    }

    #[test]
    fn without_a_yes_there_is_no_permit(scene in scene()) {
        prop_assert!(scene.permit(None).is_err());
    }

    #[test]
    fn a_refusal_has_no_permit_whoever_says_yes(
        scene in scene(), first in prop::collection::vec(role(), 0..6), second in prop::collection::vec(role(), 0..6),
    ) {
        let mut yes = scene.approval(SENIOR, Role::Admin);
        yes.roles = first;
        yes.reason = Some("because".into());
        yes.second = Some((PersonId::from_bits(2), second));
        let verdict = scene.verdict();
        match scene.permit(Some(&yes)) {
            Ok(permit) => {
                prop_assert_eq!(verdict.outcome, Outcome::Hold);
                prop_assert_eq!(permit.proposal(), &scene.p);
                for note in verdict.notes.iter().filter(|note| note.outcome == Outcome::Hold) {
                    prop_assert!(yes.roles.iter().any(|role| role.covers(note.approver)));
                }
            }
            Err(PermitRefused::Refused(refused)) => prop_assert_eq!(refused.outcome, Outcome::Refuse),
            Err(_) => {}
        }
    }

    #[test]
    fn an_approval_bound_to_anything_else_has_no_permit(scene in scene(), other in any::<[u8; 32]>(), which in 0..3u8) {
        let mut yes = scene.approval(SENIOR, Role::Manager);
        yes.reason = Some("because".into());
        match which {
            0 => yes.basis = Digest(other),
            1 => yes.policy = Digest(other),
            _ => yes.proposal = domain::id::ProposalId::from_bits(u128::from(other[0]) + 100),
        }
        prop_assert!(scene.permit(Some(&yes)).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_policy_or_a_list_of_problems_with_lines(text in text(), at in 0..400usize) {
        let shipped = crate::DEFAULT_POLICY;
        let cut = (at * 17..shipped.len()).find(|index| shipped.is_char_boundary(*index)).unwrap_or(0);
        let mixed = format!("{}{text}{}", &shipped[..cut], &shipped[cut..]);
        for text in [text, mixed] {
            match PolicySnapshot::parse(&text, 1) {
                Ok(policy) => prop_assert_eq!(policy.to_toml(), text),
                Err(problems) => {
                    let lines = text.lines().count().max(1);
                    prop_assert!(!problems.is_empty());
                    prop_assert!(problems.iter().all(|p| p.line >= 1 && p.line <= lines + 1 && !p.message.is_empty()));
                }
            }
        }
    }
}
