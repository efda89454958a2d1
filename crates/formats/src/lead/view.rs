//! What `countersign parse` prints: one JSON line for a file. The keys are stable.

use jiff::{Timestamp, Unit};
use serde::Serialize;

use super::{LeadDoc, VehicleInterest};
use crate::defect::Defect;
use crate::sniff::Unreadable;

/// One line of `countersign parse`: the first prospect of a file, or why it could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParseLine {
    pub ok: bool,
    pub provider: Option<String>,
    pub source_id: Option<String>,
    /// RFC 3339 in UTC, whole seconds; null when the source states no offset.
    pub requested_at: Option<String>,
    pub name: NameView,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub vehicles: Vec<VehicleView>,
    pub comments: Option<String>,
    pub defects: Vec<Defect>,
    /// How many prospects the file holds; left out in the lines of further prospects and of refusals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prospects: Option<usize>,
    /// The further prospects of the file, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<ParseLine>,
    /// Why the file was refused; only where `ok` is false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The customer's name in a [`ParseLine`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NameView {
    pub first: Option<String>,
    pub last: Option<String>,
    pub full: Option<String>,
}

/// A vehicle in a [`ParseLine`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VehicleView {
    pub interest: String,
    pub status: Option<String>,
    pub year: Option<i32>,
    pub make: Option<String>,
    pub model: Option<String>,
    pub trim: Option<String>,
    pub vin: Option<String>,
    pub stock: Option<String>,
}

impl ParseLine {
    /// The line of a file that was read: its first prospect, with the further ones in `more`.
    pub fn of_leads(leads: &[LeadDoc]) -> Self {
        let Some((first, further)) = leads.split_first() else {
            return Self::refused(&Unreadable::NotALead);
        };
        let mut line = Self::of_lead(first);
        line.prospects = Some(leads.len());
        line.more = further.iter().map(Self::of_lead).collect();
        line
    }

    /// The line of a file that was refused.
    pub fn refused(why: &Unreadable) -> Self {
        let mut line = Self::of_lead(&LeadDoc::default());
        line.ok = false;
        line.error = Some(why.to_string());
        line
    }

    fn of_lead(lead: &LeadDoc) -> Self {
        Self {
            ok: true,
            provider: lead.provider.clone(),
            source_id: lead.source_id.clone(),
            requested_at: lead.requested_at.map(whole_seconds),
            name: NameView {
                first: lead.name.first.clone(),
                last: lead.name.last.clone(),
                full: lead.name.full.clone(),
            },
            emails: lead.emails.clone(),
            phones: lead.phones.clone(),
            vehicles: lead.vehicles.iter().map(VehicleView::from).collect(),
            comments: lead.comments.clone(),
            defects: lead.defects.clone(),
            prospects: None,
            more: Vec::new(),
            error: None,
        }
    }
}

impl From<&VehicleInterest> for VehicleView {
    fn from(vehicle: &VehicleInterest) -> Self {
        Self {
            interest: vehicle.interest.clone(),
            status: vehicle.status.clone(),
            year: vehicle.year,
            make: vehicle.make.clone(),
            model: vehicle.model.clone(),
            trim: vehicle.trim.clone(),
            vin: vehicle.vin.clone(),
            stock: vehicle.stock.clone(),
        }
    }
}

fn whole_seconds(at: Timestamp) -> String {
    let mode = jiff::TimestampRound::new().smallest(Unit::Second).mode(jiff::RoundMode::Trunc);
    at.round(mode).unwrap_or(at).to_string()
}
