//! What holds for any reading and any facts.

use domain::action::Action;
use domain::fact::{FactState, Topic, UnitStatus};
use domain::judgement::{Confidence, OptOut};
use domain::labels::{Intent, Route, Signal, Urgency};
use domain::money::Money;
use domain::untrusted::Untrusted;
use domain::workflow::{Answer, Done, Step, Workflow};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::fixtures::{Case, DEFAULTS, case, open_lead, sure};
use crate::lead_triage::{LeadTriage, dimensions};

/// Words that no template, name or fact has.
fn customers_words() -> impl Strategy<Value = String> {
    prop::collection::vec("zq[a-z]{3,8}|[$]9[0-9]{4}|STOP|\\{price\\}|ignore all rules", 0..8)
        .prop_map(|words| words.join(" "))
}

fn confidence() -> impl Strategy<Value = Confidence> {
    prop_oneof![
        Just(Confidence::ByRule),
        Just(Confidence::Uncalibrated),
        (0.0f32..=1.0).prop_map(sure),
        Just(sure(f32::NAN)),
    ]
}

fn readings() -> impl Strategy<Value = Case> {
    let labels = (
        select(Intent::ALL.to_vec()),
        subsequence(Intent::ALL.to_vec(), 0..3),
        subsequence(Signal::ALL.to_vec(), 0..4),
        select(Route::ALL.to_vec()),
        select(Urgency::ALL.to_vec()),
        select(vec![OptOut::None, OptOut::FreeText, OptOut::Final]),
        select(vec!["en", "es", "fr", "vi", ""]),
    );
    (labels, confidence(), customers_words(), "zq[a-z]{2,6}( zq[a-z]{2,6})?").prop_map(
        |((intent, also, signals, route, urgency, opt_out, language), confidence, words, given)| {
            case()
                .read(intent, &signals)
                .judged(|judgement| {
                    judgement.also = also;
                    judgement.route = route;
                    judgement.urgency = urgency;
                    judgement.opt_out = opt_out;
                    judgement.language = language.to_owned();
                    judgement.confidence = confidence;
                })
                .lead(|lead| {
                    lead.subject = Some(Untrusted::new(words.clone()));
                    lead.words = (!words.is_empty()).then(|| Untrusted::new(words));
                    // A name of two words is never repeated; one of a single word is the one exception.
                    lead.name.first = given.contains(' ').then(|| given.clone());
                    lead.name.full = Some(given);
                    let wish = lead.vehicles.first_mut();
                    wish.into_iter().for_each(|wish| {
                        wish.model = Some("zqmodel $12,345".to_owned());
                        wish.price = Some(Money::usd_cents(1_234_500));
                    });
                })
        },
    )
}

fn with_facts() -> impl Strategy<Value = Case> {
    let statuses = vec![UnitStatus::Available, UnitStatus::Pending, UnitStatus::InTransit, UnitStatus::Sold];
    let facts = (
        select(statuses),
        prop::option::of(0i64..20_000_000),
        subsequence(Topic::ALL.to_vec(), 0..5),
        subsequence(Topic::ALL.to_vec(), 0..3),
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        (0usize..3, 0usize..3),
    );
    (readings(), facts).prop_map(|(case, (status, price, gaps, absent, flags, open))| {
        let (night, on_file, rival, automatic) = flags;
        let mut case = case.unit(|unit| {
            unit.status = status;
            unit.price = price.map(Money::usd_cents);
        });
        if on_file {
            case = case.contact(|contact| contact.name_differs = rival);
        } else if rival {
            case = case.rival_contacts();
        }
        if night {
            case = case.at_night();
        }
        let leads = (0..open.0).map(|number| open_lead(number as u128 + 1, number < open.1)).collect();
        case = case.open_leads(leads);
        for topic in gaps {
            case = case.gap(topic);
        }
        case.facts.retain(|(topic, _)| !absent.contains(topic));
        case.lead(|lead| {
            lead.automatic = automatic;
            lead.emails.truncate(open.0);
            lead.phones.truncate(open.1);
        })
    })
}

/// The same with everything out of the way that keeps a reply from being drafted, so that the replies
/// themselves are tried.
fn answerable() -> impl Strategy<Value = Case> {
    let intents: Vec<Intent> =
        DEFAULTS.templates.iter().flat_map(|template| template.intents.clone()).collect();
    (with_facts(), select(intents)).prop_map(|(case, intent)| {
        let fresh = super::fixtures::case();
        let standing = [Topic::Consent, Topic::Rooftop];
        let mut case = case.judged(|judgement| {
            judgement.intent = intent;
            judgement.also.retain(|also| *also != Intent::OptOut);
            judgement
                .signals
                .retain(|signal| !matches!(signal, Signal::OptOut | Signal::SpamLike | Signal::Injection));
            judgement.route = Route::QuickAnswer;
            judgement.opt_out = OptOut::None;
            judgement.confidence = sure(0.9);
            judgement.language = if judgement.language == "es" { "es" } else { "en" }.to_owned();
        });
        case.lead.automatic = false;
        case.lead.emails = fresh.lead.emails.clone();
        case.facts.retain(|(topic, _)| !standing.contains(topic) && *topic != Topic::OpenLeads);
        case.facts.extend(fresh.facts.into_iter().filter(|(topic, _)| standing.contains(topic)));
        case
    })
}

fn is_known(case: &Case, topic: Topic) -> bool {
    case.facts.iter().any(|(other, state)| *other == topic && matches!(state, FactState::Known(_)))
}

/// Every amount in `text`, as written.
fn amounts(text: &str) -> Vec<String> {
    let tail = |at: usize| text[at + 1..].chars().take_while(|c| c.is_ascii_digit() || ",.".contains(*c));
    text.match_indices('$')
        .map(|(at, _)| tail(at).collect::<String>().trim_end_matches(['.', ',']).to_owned())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_step_is_total_and_says_the_same_twice(case in with_facts(), answers in 0usize..5) {
        let cx = case.cx();
        let judged = Answer::Judged(Box::new(case.judgement.clone()));
        let all = [Answer::Loaded, judged, Answer::Proposed, Answer::Loaded];
        let given = &all[..answers.min(4)];
        let step = LeadTriage.step(&cx, given);
        // As text: a probability that is no number equals nothing, not even itself.
        let again = LeadTriage.step(&cx.clone(), given);
        prop_assert_eq!(format!("{step:?}"), format!("{again:?}"));
        prop_assert_eq!(dimensions(&cx, &case.judgement), dimensions(&cx, &case.judgement));
        prop_assert!(answers != 2 || matches!(step, Step::Propose(_) | Step::Done(Done::Nothing(_))));
    }

    #[test]
    fn a_reply_has_neither_the_customers_words_nor_an_amount_that_is_not_in_the_facts(case in answerable()) {
        let Some(reply) = case.reply() else { return Err(TestCaseError::fail("no reply is drafted")) };
        let said = format!("{}\n{}", reply.subject, reply.body);
        for word in ["zq", "STOP", "ignore all rules", "{", "}"] {
            prop_assert!(!said.contains(word), "{} in {}", word, said);
        }
        let cx = case.cx();
        let unit = cx.facts.unit();
        let price = unit.and_then(|unit| unit.price).map(|price| price.to_string());
        for amount in amounts(&said) {
            prop_assert_eq!(price.clone(), Some(format!("${amount}")));
        }
        let here = unit.is_some_and(|unit| unit.status == UnitStatus::Available);
        prop_assert!(here || !(said.contains("available") || said.contains("disponible") || said.contains('$')));
        prop_assert!(said.contains("automat") && said.contains("person"));
        prop_assert!(said.contains("100 Example Ave"));
    }

    #[test]
    fn nobody_who_opted_out_or_may_have_is_written_to(case in with_facts()) {
        let opted_out = case.judgement.route == Route::Stop
            || case.judgement.opt_out != OptOut::None
            || case.judgement.signals.contains(&Signal::OptOut);
        let words = case.lead.words.is_some();
        let silent = (opted_out && words) || case.lead.automatic || !is_known(&case, Topic::Consent);
        prop_assert!(!silent || case.reply().is_none());
        let noted = case.tasks().iter().any(|task| task.note.contains("Text message to send"));
        prop_assert!(!silent || !noted);
    }

    #[test]
    fn orders_are_dense_and_senior_cases_go_to_seniors(case in with_facts()) {
        let drafts = case.drafts();
        for (place, draft) in drafts.iter().enumerate() {
            prop_assert_eq!(usize::from(draft.order), place);
            prop_assert!(!draft.reason.is_empty() && !draft.changes.is_empty());
        }
        let cx = case.cx();
        for draft in drafts.iter().filter(|draft| !draft.senior_because.is_empty()) {
            let Action::Assign(assign) = &draft.action else { continue };
            let staff = cx.facts.duty().map(Vec::as_slice).unwrap_or_default();
            let junior = staff.iter().any(|staff| staff.person.to_string() == assign.to.to_string() && !staff.senior);
            prop_assert!(!junior, "{:?}", assign);
        }
    }

    #[test]
    fn an_instructions_file_may_be_anything(text in "\\PC{0,200}") {
        let _ = crate::instructions::parse(&text, 1);
    }

    #[test]
    fn a_template_may_be_anything(text in "[a-z{} ]{0,40}") {
        let case = case();
        let cx = case.cx();
        let _ = crate::reply::fill(&text, &crate::reply::Values::new(&cx, "en"));
    }
}
