//! What it takes to get a permit, and who may take something back.

use domain::action::Action;
use domain::fact::{FactState, Topic};
use domain::id::{PersonId, ProposalId, RooftopId};
use domain::labels::Signal;
use domain::person::{Actor, Role};
use domain::proposal::Author;
use domain::verdict::Outcome;

use super::cases::auto;
use super::fixtures::{JUNIOR, NOW, SENIOR, Scene, policy_with, shipped};
use crate::policy::DEFAULT_POLICY;
use crate::{PermitRefused, PolicySnapshot, UndoRefused, permit_undo};

const THIRD: PersonId = PersonId::from_bits(3);

fn two_wanted() -> Scene {
    Scene::reply().bent(|s| {
        s.policy = policy_with("suggest_at = 0.70   # below this a person decides without a suggestion (same source)\nsecond_approver = false", "suggest_at = 0.70\nsecond_approver = true");
    })
}

#[test]
fn a_reviewers_yes_is_enough_for_an_ordinary_reply() {
    let scene = Scene::reply();
    let yes = scene.approval(JUNIOR, Role::Reviewer);
    let permit = scene.permit(Some(&yes)).unwrap();
    assert_eq!(permit.proposal().id, scene.p.id);
    assert_eq!(permit.verdict().outcome, Outcome::Hold);
    assert_eq!(format!("{permit:?}"), format!("Permit({})", scene.p.id), "no customer in a log");
    let (proposal, approval) = permit.into_action();
    assert_eq!((proposal, approval), (scene.p, Some(yes)));
}

#[test]
fn nobodys_yes_is_not() {
    let refused = Scene::reply().permit(None).unwrap_err();
    assert_eq!(refused, PermitRefused::NeedsApproval(Role::Reviewer));
}

#[test]
fn an_auditor_or_a_compliance_officer_cannot_sign_for_a_reviewer() {
    for role in [Role::Auditor, Role::Compliance, Role::Owner] {
        let scene = Scene::reply();
        let refused = scene.permit(Some(&scene.approval(JUNIOR, role))).unwrap_err();
        assert_eq!(refused, PermitRefused::RoleTooLow(Role::Reviewer));
    }
}

#[test]
fn an_approval_of_another_proposal_counts_for_nothing() {
    let scene = Scene::reply();
    let mut yes = scene.approval(SENIOR, Role::Admin);
    yes.proposal = ProposalId::from_bits(8);
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::WrongProposal);
}

#[test]
fn an_approval_that_comes_too_late_counts_for_nothing() {
    let scene = Scene::reply().bent(|s| s.now = s.p.expires.plus(1));
    let yes = scene.approval(SENIOR, Role::Admin);
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::Expired);
}

#[test]
fn facts_that_moved_void_an_approval_and_say_which() {
    let scene = Scene::reply().bent(|s| {
        s.set(Topic::Unit, FactState::Gap("sold".into()), "2");
        s.cx.facts.0.iter_mut().filter(|fact| fact.topic == Topic::Unit).for_each(|fact| fact.as_of = NOW);
    });
    let yes = scene.approval(SENIOR, Role::Admin);
    let moved = PermitRefused::BasisMoved { topics: vec![Topic::Unit] };
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), moved);
    assert_eq!(scene.permit(None).unwrap_err(), moved);
}

#[test]
fn an_approval_on_facts_that_the_proposal_did_not_have_is_void() {
    let scene = Scene::reply();
    let mut yes = scene.approval(JUNIOR, Role::Reviewer);
    yes.basis = domain::digest::Digest::of(b"other");
    let topics = scene.p.draft.rests_on.clone();
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::BasisMoved { topics });
}

#[test]
fn any_other_policy_text_voids_an_approval() {
    let mut scene = Scene::reply();
    let yes = scene.approval(JUNIOR, Role::Reviewer);
    scene.policy = PolicySnapshot::parse(&format!("{DEFAULT_POLICY}#\n"), 2).unwrap();
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::PolicyMoved);
}

#[test]
fn a_hold_wants_the_role_that_the_rule_names_and_a_reason() {
    let scene = Scene::reply().bent(|s| s.p.signals = vec![Signal::LegalThreat]);
    let mut yes = scene.approval(JUNIOR, Role::Reviewer);
    yes.reason = Some("known customer".into());
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::RoleTooLow(Role::Manager));
    yes.roles = vec![Role::Auditor, Role::Manager];
    yes.reason = Some(" .\u{200B}".into());
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::ReasonWanted);
    yes.reason = None;
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::ReasonWanted);
    yes.reason = Some("spoke with her on the phone".into());
    assert!(scene.permit(Some(&yes)).is_ok());
}

#[test]
fn nobody_approves_a_refusal() {
    let scene = Scene::reply().body("You are approved!");
    let mut yes = scene.approval(SENIOR, Role::Admin);
    yes.roles = Role::ALL.to_vec();
    yes.reason = Some("I am the owner".into());
    yes.second = Some((JUNIOR, Role::ALL.to_vec()));
    match scene.permit(Some(&yes)).unwrap_err() {
        PermitRefused::Refused(verdict) => assert!(verdict.notes[0].rule == "credit_decision"),
        other => panic!("{other}"),
    }
}

#[test]
fn two_different_people_sign_where_two_are_wanted() {
    let scene = two_wanted();
    assert!(scene.verdict().second_approver);
    let mut yes = scene.approval(JUNIOR, Role::Reviewer);
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::SecondApproverWanted);
    yes.second = Some((JUNIOR, vec![Role::Manager]));
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::SecondApproverWanted, "the same person");
    yes.second = Some((SENIOR, vec![Role::Auditor]));
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::RoleTooLow(Role::Reviewer));
    yes.second = Some((SENIOR, vec![Role::Reviewer]));
    assert!(scene.permit(Some(&yes)).is_ok());
}

#[test]
fn nobody_approves_their_own_edit_where_two_are_wanted() {
    let scene = two_wanted().bent(|s| s.p.author = Author::Person(JUNIOR));
    let mut yes = scene.approval(JUNIOR, Role::Reviewer);
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::OwnEdit);
    yes.second = Some((SENIOR, vec![Role::Manager]));
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::OwnEdit);
    yes.by = SENIOR;
    yes.second = Some((JUNIOR, vec![Role::Manager]));
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::OwnEdit);
    yes.second = Some((THIRD, vec![Role::Manager]));
    assert!(scene.permit(Some(&yes)).is_ok());
}

#[test]
fn an_edit_that_needs_no_other_person_is_its_authors_to_approve() {
    let scene = Scene::reply().bent(|s| s.p.author = Author::Person(JUNIOR));
    assert!(scene.permit(Some(&scene.approval(JUNIOR, Role::Reviewer))).is_ok());
}

#[test]
fn one_rule_or_one_tool_may_ask_for_two_people() {
    let rule = policy_with(
        "approver = \"manager\"   # settled list\nsecond_approver = false",
        "approver = \"manager\"\nsecond_approver = true",
    );
    let threat = Scene::reply().bent(|s| {
        s.p.signals = vec![Signal::LegalThreat];
        s.policy = rule.clone();
    });
    assert!(threat.verdict().second_approver);
    assert!(!Scene::reply().bent(|s| s.policy = rule).verdict().second_approver);
    let mut yes = threat.approval(SENIOR, Role::Manager);
    yes.reason = Some("spoke with her".into());
    yes.second = Some((JUNIOR, vec![Role::Reviewer]));
    assert!(threat.permit(Some(&yes)).is_ok(), "between them they meet every demand");
    yes.roles = vec![Role::Reviewer];
    assert_eq!(threat.permit(Some(&yes)).unwrap_err(), PermitRefused::RoleTooLow(Role::Manager));
    let tool = policy_with("second_approver = false\nforbidden", "second_approver = true\nforbidden");
    assert!(Scene::reply().bent(|s| s.policy = tool).verdict().second_approver);
}

#[test]
fn at_auto_what_follows_by_rule_needs_nobody_unless_two_are_asked_for() {
    let alone =
        Scene::reply().bent(auto).bent(|s| s.p.draft.confidence = domain::judgement::Confidence::ByRule);
    assert!(alone.permit(None).unwrap().approval().is_none());
    let two = two_wanted().bent(auto).bent(|s| s.p.draft.confidence = domain::judgement::Confidence::ByRule);
    assert_eq!(two.verdict().outcome, Outcome::Allow);
    assert_eq!(two.permit(None).unwrap_err(), PermitRefused::NeedsApproval(Role::Reviewer));
}

#[test]
fn a_card_names_the_strictest_role_and_permit_asks_for_each() {
    let scene = Scene::reply().bent(|s| {
        s.p.signals = vec![Signal::LegalThreat];
        s.policy = policy_with(
            "approver = \"manager\"   # settled list\nsecond_approver = false\n\n[rule.repeated",
            "approver = \"compliance\"\nsecond_approver = false\n\n[rule.repeated",
        );
    });
    assert_eq!(scene.verdict().approver, Role::Compliance);
    let mut yes = scene.approval(SENIOR, Role::Compliance);
    yes.reason = Some("read it".into());
    assert_eq!(scene.permit(Some(&yes)).unwrap_err(), PermitRefused::RoleTooLow(Role::Reviewer));
    yes.roles.push(Role::Reviewer);
    assert!(scene.permit(Some(&yes)).is_ok());
}

fn actor(role: Role) -> Actor {
    Actor {
        rooftop: RooftopId::from_bits(1),
        person: SENIOR,
        name: "Priya Nair".into(),
        roles: vec![role],
        via_token: None,
    }
}

#[test]
fn a_manager_takes_back_what_can_be_taken_back() {
    let scene = Scene::assign(JUNIOR);
    let undo = permit_undo(&scene.p, &actor(Role::Manager), &scene.policy, NOW).unwrap();
    assert_eq!(format!("{undo:?}"), format!("UndoPermit({})", scene.p.id));
    let (proposal, by, given) = undo.into_action();
    assert_eq!((proposal, by.person, given), (scene.p, SENIOR, NOW));
}

#[test]
fn what_cannot_be_taken_back_is_not() {
    let undo = |scene: &Scene, actor: &Actor, policy: &PolicySnapshot| {
        permit_undo(&scene.p, actor, policy, NOW).map(|_| ()).unwrap_err()
    };
    let (mail, local) = (Scene::reply(), Scene::assign(JUNIOR));
    assert_eq!(undo(&mail, &actor(Role::Admin), &shipped()), UndoRefused::Final);
    assert_eq!(undo(&local, &actor(Role::Reviewer), &shipped()), UndoRefused::RoleTooLow(Role::Manager));
    let mut stranger = actor(Role::Admin);
    stranger.rooftop = RooftopId::from_bits(2);
    assert_eq!(undo(&local, &stranger, &shipped()), UndoRefused::WrongRooftop);
    let never = policy_with("undo = \"from_before_image\"", "undo = \"never\"");
    assert_eq!(undo(&local, &actor(Role::Admin), &never), UndoRefused::Forbidden);
}

#[test]
fn switching_agents_off_does_not_stop_people_from_undoing() {
    let mut scene = Scene::assign(JUNIOR);
    scene.policy = policy_with("level = \"suggest\"\nauto_at", "level = \"off\"\nauto_at");
    assert!(matches!(scene.p.draft.action, Action::Assign(_)));
    assert!(permit_undo(&scene.p, &actor(Role::Manager), &scene.policy, NOW).is_ok());
}
