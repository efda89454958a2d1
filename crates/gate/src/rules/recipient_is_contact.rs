//! A message goes to the customer of the case, at an address the customer gave us, and to nobody else.
//!
//! Why: a letter to the wrong person is a data breach with a stamp on it. Another address is first put on the contact,
//! by a person, and then written to; a machine that wrote to us is never answered (RFC 3834).
//! Holds: an answer that leaves the conversation it belongs to. Lets pass: an answer to the address on the lead.
//! Refuses: any address that is neither on the lead nor on the contact.

use domain::action::Action;
use domain::proposal::Author;
use domain::verdict::Note;

use super::{Exam, Judged, Rule};

const RULE: Rule = Rule::RecipientIsContact;

pub(super) fn judge(exam: &Exam<'_>) -> Judged {
    let lead = &exam.cx.lead;
    let mut notes = Vec::new();
    match &exam.p.draft.action {
        Action::SendReply(reply) => {
            let on_file = exam.cx.facts.contact().map_or(&[][..], |contact| contact.emails.as_slice());
            if !lead.emails.iter().chain(on_file).any(|known| same(known, &reply.to)) {
                let because = "the address is neither on the lead nor on the contact";
                notes.push(exam.refuse(
                    RULE,
                    because,
                    "put the address on the contact first, or use one of theirs",
                ));
            }
            if !is_plain(&reply.to)
                || !one_line(&reply.subject)
                || reply.in_reply_to.as_deref().is_some_and(|id| !one_line(id))
            {
                let because = "the address, subject or thread holds what could add another recipient";
                notes.push(exam.refuse(RULE, because, "write them on one line"));
            }
            if lead.automatic {
                notes.push(exam.refuse(RULE, "a machine wrote this message; it is not answered", ""));
            }
            if reply.in_reply_to.is_some() && reply.in_reply_to != lead.message_id {
                let because = "it would be filed under another conversation than the customer's";
                notes.push(exam.hold(RULE, because, "answer the message of this case"));
            }
        }
        Action::LinkContact(link) => notes.extend(not_given(exam, &link.add_emails, &link.add_phones)),
        Action::CreateContact(new) => notes.extend(not_given(exam, &new.emails, &new.phones)),
        Action::AttachUnit(_) | Action::MarkDuplicate(_) | Action::Assign(_) | Action::CreateTask(_) => {}
    }
    Ok(notes)
}

/// What an agent puts on file must stand on the lead; a person may correct a number by hand.
fn not_given(exam: &Exam<'_>, emails: &[String], phones: &[String]) -> Option<Note> {
    let lead = &exam.cx.lead;
    let given = emails.iter().all(|new| lead.emails.iter().any(|known| same(known, new)))
        && phones.iter().all(|new| lead.phones.contains(new));
    let because = "an agent would put an address or number on file that the lead does not have";
    let is_agents = matches!(exam.p.author, Author::Agent { .. });
    (is_agents && !given).then(|| exam.refuse(RULE, because, ""))
}

fn same(known: &str, given: &str) -> bool {
    !given.is_empty() && known.eq_ignore_ascii_case(given)
}

/// One mailbox and nothing else: no list, no name part, no line end.
fn is_plain(to: &str) -> bool {
    to.matches('@').count() == 1
        && !to.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')')
        })
}

fn one_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}
