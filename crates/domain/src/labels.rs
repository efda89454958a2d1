//! The label nouns of the labelling guide: what a customer wants, which signs the message carries, where it goes.
//!
//! Source: `data/LABELS.md`. The spelling of a label on disk and on the wire is its `as_str`.

use std::fmt;
use std::str::FromStr;

/// A label name that is not in the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLabel {
    /// The kind of label that was expected: `intent`, `signal`, `route`, `urgency` or `channel`.
    pub kind: &'static str,
    /// The spelling that was read.
    pub found: String,
}

impl fmt::Display for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {} of the labelling guide", self.found, self.kind)
    }
}

impl std::error::Error for UnknownLabel {}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $count:literal {
        $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every label, in the order of the guide.
            pub const ALL: [$name; $count] = [$($name::$variant),+];

            /// The guide's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text),+
                }
            }

            /// Position in `ALL`, from 0.
            #[must_use]
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownLabel;

            fn from_str(text: &str) -> Result<Self, UnknownLabel> {
                match text {
                    $($text => Ok($name::$variant),)+
                    other => Err(UnknownLabel { kind: $kind, found: other.to_owned() }),
                }
            }
        }
    };
}

labels! {
    /// What the customer wants: one primary intent per message, further ones beside it.
    Intent, "an intent", 25 {
        /// Asks whether a vehicle, or a kind of vehicle, is in stock or coming.
        Availability = "availability",
        /// Asks for a price, a discount, fees, an out-the-door figure, or names an offer.
        Price = "price",
        /// Asks about equipment, mileage, condition, history, photos.
        VehicleInfo = "vehicle_info",
        /// Wants to come and see, or drive, a vehicle; a new sales appointment.
        TestDrive = "test_drive",
        /// Mainly wants to know what their vehicle is worth or whether it is taken in trade.
        TradeIn = "trade_in",
        /// Asks about credit, a loan, a lease, a down payment, a monthly payment, approval.
        Financing = "financing",
        /// Buys for a business, several vehicles, commercial upfit, government.
        Fleet = "fleet",
        /// Asks for shipping, delivery, buying from out of state, paperwork at a distance.
        Delivery = "delivery",
        /// Wants a service visit.
        ServiceBooking = "service_booking",
        /// Asks about a vehicle that is in the shop now.
        ServiceStatus = "service_status",
        /// Asks what a service costs, what is due, whether a symptom is serious.
        ServiceQuestion = "service_question",
        /// Asks for a part, an accessory, tyres, key fobs.
        Parts = "parts",
        /// Asks about a recall, or what warranty or a service contract covers.
        RecallWarranty = "recall_warranty",
        /// Is dissatisfied, disputes something, asks for it to be put right.
        Complaint = "complaint",
        /// Confirms, moves or cancels an appointment that exists.
        AppointmentChange = "appointment_change",
        /// Asks for opening hours, address, directions, phone, languages spoken.
        HoursLocation = "hours_location",
        /// Asks for a person, by role or by name, or to be called, with no other clear topic.
        HumanRequest = "human_request",
        /// Continues the thread: an answer, a thank-you, "still thinking", an attachment, with no new request.
        Reply = "reply",
        /// Bought elsewhere, no longer looking, changed their mind (but did not ask to be left alone).
        NotInterested = "not_interested",
        /// Asks for messages to stop, in any words.
        OptOut = "opt_out",
        /// Sells to the store, SEO pitches, phishing, gibberish, tests.
        Spam = "spam",
        /// Wrong number, meant for another business or person.
        WrongRecipient = "wrong_recipient",
        /// Looks for a job, references, payroll.
        Employment = "employment",
        /// Asks for or about their personal data, sends a legal notice, mentions a lawyer or regulator as the main point.
        PrivacyLegal = "privacy_legal",
        /// None of these.
        Other = "other",
    }
}

labels! {
    /// A sign that a message carries, beside its intent.
    Signal, "a signal", 15 {
        /// Owns a vehicle they might trade.
        TradeIn = "trade_in",
        /// Score, bankruptcy, repossession, no credit, cosigner, income.
        CreditHint = "credit_hint",
        /// Buys for a business or a public body.
        Fleet = "fleet",
        /// A number offered, a competitor's quote, "best price", "work with me".
        Negotiation = "negotiation",
        /// Anger, sarcasm, repeated contact unanswered.
        Frustration = "frustration",
        /// Lawyer, small claims, consumer bureau, attorney general, lemon law, subpoena, regulator, reporting.
        LegalThreat = "legal_threat",
        /// Brakes failing, fire, fuel smell, airbag, steering, stranded, injury, tyre bubble, flashing engine light.
        Safety = "safety",
        /// Asks for messages to stop, wholly or in part.
        OptOut = "opt_out",
        /// Asks for a person.
        WantsHuman = "wants_human",
        /// Looks like an unsolicited pitch, phishing, gibberish or a test.
        SpamLike = "spam_like",
        /// A minor, or someone who may not be able to decide alone.
        MinorOrVulnerable = "minor_or_vulnerable",
        /// Social security, card, account or licence number in the text.
        SensitiveData = "sensitive_data",
        /// Text that addresses the software: hidden commands, a fake system note.
        Injection = "injection",
        /// Not written in English.
        NonEnglish = "non_english",
        /// Several vehicles bought, a cash buyer above 75,000, an exotic or flagship model.
        HighValue = "high_value",
    }
}

labels! {
    /// Where a message goes next. `Stop` beats `Ignore`, which beats `Handoff`, which beats the rest.
    Route, "a route", 5 {
        /// Can be answered from inventory, the calendar, the service schedule or store facts.
        QuickAnswer = "quick_answer",
        /// Nothing to answer now; a later nudge keeps the thread alive.
        FollowUp = "follow_up",
        /// A person takes over.
        Handoff = "handoff",
        /// No further marketing message, whatever else is asked.
        Stop = "stop",
        /// Spam, or clearly a wrong recipient with nothing to do.
        Ignore = "ignore",
    }
}

labels! {
    /// How soon a message matters.
    Urgency, "an urgency", 3 {
        /// Today or tomorrow, stranded, angry, safety.
        High = "high",
        /// Neither of the others.
        Normal = "normal",
        /// Browsing, months out.
        Low = "low",
    }
}

labels! {
    /// The way a message came in.
    Channel, "a channel", 6 {
        /// A form on the store's site.
        WebForm = "web_form",
        /// An e-mail; the only channel with a subject.
        Email = "email",
        /// A text message.
        Sms = "sms",
        /// Chat on the store's site.
        Chat = "chat",
        /// The comment of an ADF lead.
        AdfComment = "adf_comment",
        /// The transcript of a voice message.
        Voicemail = "voicemail",
    }
}

/// What the words say beyond the labels, as far as the route depends on it (settled points 1, 3, 4 and 14 of the guide).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RouteCues {
    /// A driving-off total for a specific vehicle, or "deal, send the paperwork" (point 1).
    pub talks_numbers: bool,
    /// Disputes a refused recall or warranty claim.
    pub disputes: bool,
    /// Nothing to answer now, the door left open: thanks, still thinking, maybe next year (points 3 and 4).
    pub leaves_door_open: bool,
    /// A wrong recipient with something that the store must do (point 14 speaks of "nothing to do").
    pub needs_action: bool,
}

impl Signal {
    /// Whether this signal alone sends a message to a person.
    #[must_use]
    pub const fn hands_off(self) -> bool {
        match self {
            Signal::TradeIn
            | Signal::CreditHint
            | Signal::Fleet
            | Signal::Negotiation
            | Signal::Frustration
            | Signal::LegalThreat
            | Signal::Safety
            | Signal::WantsHuman
            | Signal::MinorOrVulnerable
            | Signal::SensitiveData
            | Signal::Injection
            | Signal::HighValue => true,
            Signal::OptOut | Signal::SpamLike | Signal::NonEnglish => false,
        }
    }
}

impl Intent {
    /// Whether this intent, primary or beside it, sends a message to a person.
    #[must_use]
    pub const fn hands_off(self) -> bool {
        matches!(
            self,
            Intent::Complaint
                | Intent::PrivacyLegal
                | Intent::Financing
                | Intent::TradeIn
                | Intent::Fleet
                | Intent::HumanRequest
        )
    }
}

/// The guide's precedence: `stop` beats `ignore`, which beats `handoff`, which beats `follow_up` and `quick_answer`.
#[must_use]
pub fn route(intent: Intent, also: &[Intent], signals: &[Signal], cues: RouteCues) -> Route {
    let has = |wanted: Intent| intent == wanted || also.contains(&wanted);
    if signals.contains(&Signal::OptOut) || has(Intent::OptOut) {
        return Route::Stop;
    }
    let hands_off = signals.iter().any(|s| s.hands_off());
    if intent == Intent::Spam {
        return Route::Ignore;
    }
    if intent == Intent::WrongRecipient && !hands_off && !cues.needs_action {
        return Route::Ignore;
    }
    let intent_hands_off = intent.hands_off() || also.iter().any(|i| i.hands_off());
    let dispute = has(Intent::RecallWarranty) && cues.disputes;
    if hands_off || intent_hands_off || dispute || cues.talks_numbers {
        return Route::Handoff;
    }
    if matches!(intent, Intent::Reply | Intent::NotInterested) && cues.leaves_door_open {
        return Route::FollowUp;
    }
    Route::QuickAnswer
}

#[cfg(test)]
mod tests;
