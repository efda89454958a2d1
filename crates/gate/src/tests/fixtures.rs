//! One ordinary case that nothing objects to but the level, to be bent by each test.

use std::sync::{Arc, LazyLock};

use domain::action::{Action, Assign, Assignee, CreateTask, Reach, SendReply};
use domain::context::CaseContext;
use domain::decision::Approval;
use domain::digest::Digest;
use domain::fact::{
    ActivityFact, ContactFact, Fact, FactState, Facts, HoursFact, Known, MatchedBy, RooftopFact, StaffOnDuty,
    Suppressed, Topic, UnitFact, UnitMatch, UnitStatus,
};
use domain::id::{CaseId, ContactId, PersonId, ProposalId, RooftopId, UnitId};
use domain::instructions::{DueTimes, Instructions, SeniorList};
use domain::judgement::{Calibrated, Confidence};
use domain::labels::{Intent, Urgency};
use domain::lead::{Address, Channel, Interest, Lead, PersonName, VehicleWish};
use domain::money::Money;
use domain::person::Role;
use domain::proposal::{Author, Proposal, ProposalDraft};
use domain::time::{HOUR_US, UtcMicros};
use domain::untrusted::Untrusted;
use domain::verdict::{Outcome, Verdict};

use crate::policy::{DEFAULT_POLICY, PolicySnapshot};
use crate::{Permit, PermitRefused, Rule, check, permit};

/// 2026-11-20T15:00:00Z, a Friday: 10 in the morning in New York, 5 in Honolulu.
pub(super) const NOW: UtcMicros = UtcMicros(1_795_186_800_000_000);
pub(super) const SENIOR: PersonId = PersonId::from_bits(1);
pub(super) const JUNIOR: PersonId = PersonId::from_bits(2);
pub(super) const BODY: &str = "Hi Maria,\n\nThe 2024 Toyota RAV4 XLE (stock R1042) is available and listed at $23,995. \
    Would tomorrow suit you for a test drive? We are open Mon-Fri 9 am-8 pm.\n\nI am an automated assistant; to reach a \
    person call (555) 555-0100.\nLarkfield North, 1200 Main Street, Columbus, OH 43215, www.larkfield.example.com";

/// Everything that `check` and `permit` look at.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) p: Proposal,
    pub(super) cx: CaseContext,
    pub(super) policy: PolicySnapshot,
    pub(super) now: UtcMicros,
}

pub(super) fn shipped() -> PolicySnapshot {
    static SHIPPED: LazyLock<PolicySnapshot> =
        LazyLock::new(|| PolicySnapshot::parse(DEFAULT_POLICY, 1).unwrap());
    SHIPPED.clone()
}

/// A policy with a line of the shipped one replaced.
pub(super) fn policy_with(line: &str, instead: &str) -> PolicySnapshot {
    assert!(DEFAULT_POLICY.contains(line), "the shipped policy has no `{line}`");
    PolicySnapshot::parse(&DEFAULT_POLICY.replace(line, instead), 2).unwrap()
}

impl Scene {
    /// An agent's answer by e-mail to an availability question, in the morning, on fresh facts.
    pub(super) fn reply() -> Self {
        Self::with(Action::SendReply(SendReply {
            to: "maria@example.com".into(),
            subject: "Your 2024 Toyota RAV4".into(),
            body: BODY.into(),
            language: "en".into(),
            template: "availability".into(),
            reach: Reach::Answer,
            in_reply_to: Some("<1@example.com>".into()),
        }))
    }

    pub(super) fn assign(to: PersonId) -> Self {
        let to = Assignee::Person(to);
        Self::with(Action::Assign(Assign { to, label: "Priya Nair".into(), rule: "sales".into() }))
    }

    pub(super) fn task(to: PersonId, note: &str) -> Self {
        Self::with(Action::CreateTask(CreateTask {
            title: "Call Maria".into(),
            note: note.into(),
            due: NOW.plus(HOUR_US),
            urgency: Urgency::Normal,
            assignee: Assignee::Person(to),
            assignee_label: "Priya Nair".into(),
        }))
    }

    pub(super) fn with(action: Action) -> Self {
        let cx = context();
        let rests_on = vec![Topic::Contact, Topic::Unit, Topic::Consent];
        let p = Proposal {
            id: ProposalId::from_bits(7),
            rooftop: cx.rooftop,
            case: cx.case,
            workflow: "lead_triage".into(),
            case_type: Intent::Availability,
            also: vec![],
            signals: vec![],
            urgency: Urgency::Normal,
            basis: cx.facts.basis(&rests_on),
            draft: ProposalDraft {
                order: 0,
                action,
                changes: vec![],
                reason: "the customer asks whether it is there".into(),
                evidence: vec![],
                confidence: Confidence::Calibrated(Calibrated { p: 0.93, n: 800, low: 0.91, high: 0.95 }),
                rests_on,
                senior_because: vec![],
            },
            author: Author::Agent { model: "test-1".into() },
            parent: None,
            instruction_version: "1".into(),
            made: NOW.plus(-HOUR_US),
            expires: NOW.plus(24 * HOUR_US),
        };
        Self { p, cx, policy: shipped(), now: NOW }
    }

    pub(super) fn bent(mut self, bend: impl FnOnce(&mut Self)) -> Self {
        bend(&mut self);
        self
    }

    pub(super) fn body(self, body: &str) -> Self {
        self.bent(|scene| scene.mail().body = body.into())
    }

    pub(super) fn mail(&mut self) -> &mut SendReply {
        match &mut self.p.draft.action {
            Action::SendReply(reply) => reply,
            other => panic!("{:?} is no reply", other.kind()),
        }
    }

    pub(super) fn lead(&mut self) -> &mut Lead {
        Arc::make_mut(&mut self.cx.lead)
    }

    /// Replaces the fact on `topic`; the proposal keeps the basis it was made on.
    pub(super) fn set(&mut self, topic: Topic, state: FactState, version: &str) {
        self.cx.facts.0.retain(|fact| fact.topic != topic);
        self.cx.facts.0.push(fact(topic, state, version));
    }

    pub(super) fn known(&mut self, topic: Topic, known: Known) {
        self.set(topic, FactState::Known(known), "1");
    }

    pub(super) fn unit(&mut self, bend: impl FnOnce(&mut UnitFact)) {
        let mut unit = unit();
        bend(&mut unit);
        self.known(Topic::Unit, Known::Unit(unit));
    }

    pub(super) fn contact(&mut self, bend: impl FnOnce(&mut ContactFact)) {
        let mut contact = contact();
        bend(&mut contact);
        self.known(Topic::Contact, Known::Contact(contact));
    }

    pub(super) fn activity(&mut self, activity: ActivityFact) {
        self.known(Topic::Activity, Known::Activity(activity));
    }

    pub(super) fn suppress(&mut self, point: &str, is_final: bool) {
        let point = Suppressed { point: point.into(), since: NOW, is_final };
        self.known(Topic::Consent, Known::Consent(vec![point]));
    }

    pub(super) fn verdict(&self) -> Verdict {
        check(&self.p, &self.cx, &self.policy, self.now)
    }

    /// What `rule` asks for at most; `None`: it has nothing to say.
    pub(super) fn says(&self, rule: Rule) -> Option<Outcome> {
        let notes = self.verdict().notes;
        notes.iter().filter(|note| note.rule == rule.as_str()).map(|note| note.outcome).max()
    }

    pub(super) fn approval(&self, by: PersonId, role: Role) -> Approval {
        Approval {
            proposal: self.p.id,
            basis: self.p.basis,
            policy: self.policy.hash(),
            by,
            roles: vec![role],
            reason: None,
            at: self.now,
            second: None,
        }
    }

    pub(super) fn permit(&self, yes: Option<&Approval>) -> Result<Permit, PermitRefused> {
        permit(self.p.clone(), &self.cx, &self.policy, yes, self.now)
    }
}

fn fact(topic: Topic, state: FactState, version: &str) -> Fact {
    Fact { topic, state, source: "test".into(), version: version.into(), as_of: NOW.plus(-2 * HOUR_US) }
}

fn context() -> CaseContext {
    let known = |topic, known| fact(topic, FactState::Known(known), "1");
    CaseContext {
        rooftop: RooftopId::from_bits(1),
        case: CaseId::from_bits(1),
        lead: Arc::new(lead()),
        received: NOW.plus(-HOUR_US),
        read_at: NOW,
        facts: Facts(vec![
            known(Topic::Contact, Known::Contact(contact())),
            known(Topic::Unit, Known::Unit(unit())),
            known(Topic::Consent, Known::Consent(vec![])),
            known(Topic::Activity, Known::Activity(ActivityFact::default())),
            known(Topic::Duty, Known::Duty(vec![staff(SENIOR, true), staff(JUNIOR, false)])),
            known(Topic::Hours, Known::Hours(hours())),
            known(Topic::Rooftop, Known::Rooftop(store())),
            known(Topic::OpenLeads, Known::OpenLeads(vec![])),
        ]),
        instructions: Arc::new(instructions()),
    }
}

fn lead() -> Lead {
    Lead {
        channel: Channel::WebForm,
        provider: Some("Example Autos".into()),
        source_id: None,
        requested_us: None,
        name: PersonName { full: Some("Maria Lopez".into()), ..PersonName::default() },
        emails: vec!["maria@example.com".into()],
        phones: vec!["+15555550123".into()],
        vehicles: vec![VehicleWish {
            interest: Interest::Buy,
            year: Some(2024),
            make: Some("Toyota".into()),
            model: Some("RAV4".into()),
            trim: None,
            vin: None,
            stock: Some("R1042".into()),
            price: None,
        }],
        address: Address::default(),
        subject: None,
        words: Some(Untrusted::new(
            "is the blue rav4 still there? i have about $20,000 and could come by tomorrow after work",
        )),
        store_said: None,
        language: None,
        message_id: Some("<1@example.com>".into()),
        automatic: false,
        defects: vec![],
    }
}

fn contact() -> ContactFact {
    ContactFact {
        contact: ContactId::from_bits(3),
        name: PersonName { full: Some("Maria Lopez".into()), ..PersonName::default() },
        emails: vec!["maria.lopez@example.com".into()],
        phones: vec!["+15555550124".into()],
        postal_code: Some("43215".into()),
        region: Some("OH".into()),
        language: None,
        owner: None,
        revision: 1,
        matched_by: MatchedBy::Phone,
        name_differs: false,
    }
}

fn unit() -> UnitFact {
    UnitFact {
        unit: UnitId::from_bits(4),
        stock: "R1042".into(),
        vin: None,
        year: Some(2024),
        make: "Toyota".into(),
        model: "RAV4".into(),
        trim: Some("XLE".into()),
        used: Some(true),
        status: UnitStatus::Available,
        price: Some(Money::usd_cents(2_399_500)),
        odometer_mi: Some(12_450),
        revision: 1,
        matched_by: UnitMatch::Stock,
    }
}

fn staff(person: PersonId, senior: bool) -> StaffOnDuty {
    StaffOnDuty {
        person,
        name: "Priya Nair".into(),
        email: "priya.nair@example.com".into(),
        department: "sales".into(),
        senior,
        languages: vec!["en".into()],
        open: 0,
        cap: None,
        last_assigned: None,
    }
}

fn hours() -> HoursFact {
    HoursFact {
        timezone: "America/New_York".into(),
        open_now: true,
        opens: None,
        closes: None,
        week: "Mon-Fri 9 am-8 pm, Sat 9 am-6 pm, Sun closed".into(),
    }
}

fn store() -> RooftopFact {
    RooftopFact {
        name: "Larkfield North".into(),
        phone: Some("+15555550100".into()),
        address: Some("1200 Main Street, Columbus, OH 43215".into()),
        website: Some("https://www.larkfield.example.com".into()),
        postal_code: Some("43215".into()),
        region: Some("OH".into()),
    }
}

fn instructions() -> Instructions {
    Instructions {
        version: 1,
        hash: Digest::of(b"test"),
        routing: vec![],
        due: DueTimes { high_min: 15, normal_min: 60, low_min: 480 },
        templates: vec![],
        price_in_replies: true,
        assistant_line: vec![],
        sms_opt_out_line: vec![],
        senior: SeniorList { signals: vec![], intents: vec![] },
    }
}
