//! What a story's commands do.
//!
//! | command | does |
//! |---|---|
//! | `at 2026-11-19T21:40:00-05:00` | sets the clock |
//! | `after 12 s` (s, min, h, d) | turns it on |
//! | `reads` + lines | every message is read like this from now on |
//! | `deliver adf`, `json`, `mail` [`key=K`] + text | hands a delivery in |
//! | `work` | the worker does what is due |
//! | `mail fails transient`, `permanent`, `unauthorized`, `unknown` | the next letter fails |
//! | `NAME approves case 1`, `NAME approves reply.email of case 1` + reason | decides; see [`super::run`] for the rest |
//! | `policy` + lines `OLD => NEW` | a new policy, by sam |
//! | `instructions` + lines `OLD => NEW` | new instructions, by sam |
//! | `stock` + CSV | a new inventory file, by sam |
//! | `duty NAME on`, `off` | says who is on duty |
//! | `NAME edits contact of case 1` + lines | changes the contact's names |
//! | `stop all`, `stop sending`, `start` | by dana |

use domain::action::Action;
use domain::decision::{Choice, DecisionRequest, RejectReason};
use domain::id::{CaseId, ProposalId};
use domain::person::Actor;
use domain::proposal::ProposalState;
use domain::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US, UtcMicros};
use pipeline::feeds::{FeedFile, FeedKind};
use pipeline::intake::Delivery;
use pipeline::settings::StopScope;

use super::parse::{Part, Story};
use super::tell::Teller;
use crate::engines::{OPENED, TestDb};
use crate::world::World;

/// Stories begin on a Friday morning: 2026-11-20, 10:00 in Dayton.
const START: UtcMicros = UtcMicros(1_795_186_800_000_000);

/// Does everything that a story says, and answers what happened.
pub(super) async fn run(story: &Story, db: &TestDb) -> Result<String, String> {
    let store = db.open().await;
    let world = World::open(store.clone(), START.max(OPENED)).await;
    let mut teller = Teller::new(&world).await;
    for part in &story.parts {
        step(&world, &mut teller, part).await.map_err(|error| format!("line {}: {error}", part.line))?;
    }
    teller.end().await;
    store.close().await;
    Ok(teller.told())
}

async fn step(world: &World, teller: &mut Teller<'_>, part: &Part) -> Result<(), String> {
    let words: Vec<&str> = part.command.split_whitespace().collect();
    match words.as_slice() {
        ["at", when] => {
            let at: jiff::Timestamp = when.parse().map_err(|error| format!("{when}: {error}"))?;
            world.clock.set(UtcMicros(at.as_microsecond()));
        }
        ["after", count, unit] => world.clock.turn(span(count, unit)?),
        ["reads"] => world.recorded.answer(super::reading::parse(&part.body)?),
        ["deliver", shape, rest @ ..] => deliver(world, teller, shape, rest, &part.body).await?,
        ["work"] => {
            world.pipeline.drain().await;
            teller.worked().await;
        }
        ["mail", "fails", class] => world.mail.fail_next(failure(class)?),
        ["policy"] => policy(world, &part.body).await?,
        ["instructions"] => instructions(world, &part.body).await?,
        ["stock"] => stock(world, teller, &part.body).await?,
        ["duty", name, on] => duty(world, name, on).await?,
        ["stop", scope] => {
            let scope = if *scope == "all" { StopScope::All } else { StopScope::Sending };
            said(world.pipeline.stop_agents(world.actor("dana"), scope, "a story").await)?;
            teller.line(&format!(
                "dana stops {}",
                if scope == StopScope::All { "all agents" } else { "sending" }
            ));
        }
        ["start"] => {
            said(world.pipeline.start_agents(world.actor("dana"), "a story").await)?;
            teller.line("dana starts the agents again");
        }
        [name, verb, rest @ ..] if world.people.contains_key(name) => {
            person(world, teller, world.actor(name), name, verb, rest, &part.body).await?;
        }
        _ => return Err(format!("`{}` is not a command of stories", part.command)),
    }
    Ok(())
}

fn span(count: &str, unit: &str) -> Result<i64, String> {
    let count: i64 = count.parse().map_err(|_| format!("`{count}` is no number"))?;
    let unit = match unit {
        "s" => SECOND_US,
        "min" => MINUTE_US,
        "h" => HOUR_US,
        "d" => DAY_US,
        other => return Err(format!("`{other}` is not s, min, h or d")),
    };
    Ok(count * unit)
}

fn failure(class: &str) -> Result<connect::ConnectError, String> {
    Ok(match class {
        "transient" => connect::ConnectError::Transient("the mail server answered 450".to_owned()),
        "permanent" => connect::ConnectError::Permanent("the mail server answered 550".to_owned()),
        "unauthorized" => connect::ConnectError::Unauthorized("the mail server answered 535".to_owned()),
        "unknown" => connect::ConnectError::Unknown("no answer after the letter was handed over".to_owned()),
        other => return Err(format!("`{other}` is no way to fail")),
    })
}

async fn deliver(
    world: &World,
    teller: &mut Teller<'_>,
    shape: &str,
    rest: &[&str],
    body: &str,
) -> Result<(), String> {
    let content_type = match shape {
        "adf" => "application/x-adf+xml",
        "json" => "application/json",
        "mail" => "message/rfc822",
        other => return Err(format!("`{other}` is not adf, json or mail")),
    };
    let key = rest.iter().find_map(|word| word.strip_prefix("key="));
    let bytes = if shape == "mail" { body.replace('\n', "\r\n") } else { body.to_owned() };
    let delivery = Delivery {
        rooftop: world.rooftop,
        key: None,
        bytes: bytes.into_bytes(),
        content_type: Some(content_type.to_owned()),
        idempotency_key: key.map(str::to_owned),
    };
    teller.delivered(shape, world.pipeline.take(delivery).await).await;
    Ok(())
}

/// The text with each `OLD` of the lines `OLD => NEW` replaced; a line `+ TEXT` adds one.
fn replaced(text: &str, lines: &str) -> Result<String, String> {
    let mut text = text.to_owned();
    for line in lines.lines() {
        if let Some(more) = line.strip_prefix("+ ") {
            text.push_str(more);
            text.push('\n');
            continue;
        }
        let (old, new) = line.split_once(" => ").ok_or_else(|| format!("`{line}` is not `OLD => NEW`"))?;
        if !text.contains(old) {
            return Err(format!("`{old}` does not stand there"));
        }
        text = text.replacen(old, new, 1);
    }
    Ok(text)
}

async fn policy(world: &World, lines: &str) -> Result<(), String> {
    let rooftop = world.rooftop;
    let row = said(world.pipeline.store().read(move |r| db::policies::latest(r, rooftop)).await)?;
    let text = replaced(&row.map(|row| row.toml).unwrap_or_default(), lines)?;
    said(world.pipeline.set_policy(world.actor("sam"), &text, "a story").await).map(drop)
}

async fn instructions(world: &World, lines: &str) -> Result<(), String> {
    let rooftop = world.rooftop;
    let row = said(
        world.pipeline.store().read(move |r| db::instructions::latest(r, rooftop, "lead_triage")).await,
    )?;
    let text = replaced(&row.map(|row| row.toml).unwrap_or_default(), lines)?;
    said(world.pipeline.set_instructions(world.actor("sam"), &text, "a story").await).map(drop)
}

async fn stock(world: &World, teller: &mut Teller<'_>, csv: &str) -> Result<(), String> {
    let file = FeedFile {
        kind: FeedKind::Inventory,
        name: "stock.csv".to_owned(),
        bytes: csv.as_bytes().to_vec(),
        price_column: None,
    };
    let outcome = said(world.pipeline.apply_feed(world.actor("sam"), file, true).await)?;
    teller.line("a new inventory file is read in");
    for example in &outcome.plan.examples {
        teller.more(example);
    }
    Ok(())
}

async fn duty(world: &World, name: &str, on: &str) -> Result<(), String> {
    let person = world.actor(name).person;
    said(world.pipeline.set_duty(world.actor("dana"), person, Some(on == "on")).await)
}

/// What a person does: `approves`, `rejects`, `edits`, `takes over`, `snoozes`, `undoes`, `confirms`, `lifts`.
async fn person(
    world: &World,
    teller: &mut Teller<'_>,
    who: &Actor,
    name: &str,
    verb: &str,
    rest: &[&str],
    body: &str,
) -> Result<(), String> {
    let note = (!body.is_empty()).then(|| body.to_owned());
    match (verb, rest) {
        ("approves", ["case", number]) => {
            let case = teller.case(number)?;
            teller.line(&format!("{name} approves what is pending on case {number}"));
            let outcomes = said(world.pipeline.approve_case(who, case).await)?;
            teller.outcomes(&outcomes).await;
        }
        ("undoes", [kind, "of", "case", number]) => {
            let id = proposal(world, teller.case(number)?, kind, Wanted::Done).await?;
            let undone = world.pipeline.undo(who, id, note).await;
            teller.undone(name, kind, number, &undone);
        }
        ("edits", ["contact", "of", "case", number]) => {
            edit_contact(world, who, teller, number, body).await?
        }
        ("lifts" | "confirms", ["opt-out", "of", point]) => {
            let done = match verb {
                "lifts" => world.pipeline.lift_opt_out(who, point, body).await,
                _ => world.pipeline.confirm_opt_out(who, point).await,
            };
            teller.line(&format!("{name} {verb} the opt-out of {point}: {}", outcome(&done)));
        }
        (verb, [kind, "of", "case", number, ..]) => {
            let case = teller.case(number)?;
            let id = proposal(world, case, kind, Wanted::Open).await?;
            let choice = choice(world, verb, rest, body, id).await?;
            let note = if matches!(choice, Choice::Edit(_)) { None } else { note };
            let seen = teller.shown(id).await;
            let request = DecisionRequest { proposal: id, shown: seen, choice, note, took_ms: Some(4_000) };
            let decided = world.pipeline.decide(who, request).await;
            teller.decided(name, verb, kind, number, &decided).await;
        }
        _ => return Err(format!("`{name} {verb} {}` is not a command of stories", rest.join(" "))),
    }
    Ok(())
}

fn outcome<T, E: std::fmt::Debug>(done: &Result<T, E>) -> String {
    match done {
        Ok(_) => "done".to_owned(),
        Err(refused) => format!("refused, {refused:?}"),
    }
}

/// Which of a case's proposals of one kind is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The newest.
    Open,
    /// The newest that was approved or carried out.
    Done,
}

async fn proposal(world: &World, case: CaseId, kind: &str, wanted: Wanted) -> Result<ProposalId, String> {
    let rooftop = world.rooftop;
    let rows = said(world.pipeline.store().read(move |r| db::proposals::of_case(r, rooftop, case)).await)?;
    let fits = |state: ProposalState| match wanted {
        Wanted::Open => true,
        Wanted::Done => !state.is_open() && state != ProposalState::Superseded,
    };
    let rows = rows.iter().filter(|row| row.kind.as_str() == kind && fits(row.state));
    let newest = rows.max_by_key(|row| (row.state.is_open(), row.made_us, row.proposal_id));
    newest.map(|row| row.proposal_id).ok_or_else(|| format!("the case has no `{kind}`"))
}

async fn choice(
    world: &World,
    verb: &str,
    rest: &[&str],
    body: &str,
    id: ProposalId,
) -> Result<Choice, String> {
    Ok(match (verb, rest) {
        ("approves", _) => Choice::Approve,
        ("rejects", [.., reason]) => Choice::Reject {
            reason: RejectReason::parse(reason).ok_or_else(|| format!("`{reason}` is no reason"))?,
        },
        ("takes-over", _) => Choice::TakeOver,
        ("snoozes", [.., "for", count, unit]) => Choice::Snooze {
            until: UtcMicros(pipeline::Clock::now(world.clock.as_ref()).0 + span(count, unit)?),
        },
        ("delegates", [.., "to", other]) => Choice::Delegate { to: world.actor(other).person },
        ("asks", [.., other]) => Choice::Ask { of: world.actor(other).person },
        ("edits", _) => Choice::Edit(Box::new(edited(world, id, body).await?)),
        _ => return Err(format!("`{verb}` is not a choice")),
    })
}

/// The proposal's act with the reply's words replaced: lines `OLD => NEW`, or `+ TEXT` at the end.
async fn edited(world: &World, id: ProposalId, lines: &str) -> Result<Action, String> {
    let rooftop = world.rooftop;
    let row = said(world.pipeline.store().read(move |r| db::proposals::load(r, rooftop, id)).await)?;
    let row = row.ok_or("no such proposal")?;
    match row.doc.0.proposal.draft.action {
        Action::SendReply(mut reply) => {
            reply.body = replaced(&reply.body, lines)?;
            Ok(Action::SendReply(reply))
        }
        _ => Err("only replies are edited in stories".to_owned()),
    }
}

async fn edit_contact(
    world: &World,
    who: &Actor,
    teller: &mut Teller<'_>,
    number: &str,
    body: &str,
) -> Result<(), String> {
    let (rooftop, case) = (world.rooftop, teller.case(number)?);
    let found = world.pipeline.store().read(move |r| {
        let case = db::cases::load(r, rooftop, case)?;
        let Some(contact) = case.and_then(|case| case.contact_id) else { return Ok(None) };
        db::contacts::load(r, rooftop, contact)
    });
    let contact = said(found.await)?.ok_or("the case has no contact")?;
    let edit = pipeline::records::ContactEdit {
        contact: contact.row.contact_id,
        revision: contact.row.revision,
        name: domain::lead::PersonName { full: Some(body.to_owned()), ..Default::default() },
        emails: contact.emails().map(str::to_owned).collect(),
        phones: contact.phones().map(str::to_owned).collect(),
        address: contact.row.address.0.clone(),
        language: contact.row.language.clone(),
        notes: contact.row.notes.clone(),
    };
    said(world.pipeline.edit_contact(who, edit).await)?;
    teller.line(&format!("the contact of case {number} is edited: the name is now {body}"));
    Ok(())
}

/// What went wrong, as words.
fn said<T, E: std::fmt::Debug>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| format!("{error:?}"))
}
