//! A vehicle block of a prospect.

use super::prospect::{value, words};
use super::tag::Tag;
use super::tree::{NodeId, Tree};
use crate::defect::DefectCode;
use crate::lead::LeadDoc;
use crate::text::{self, MAX_VALUE};
use crate::vehicle::{self, Written};

/// Reads one block into the lead; a block that names nothing is left out.
pub(super) fn read(tree: &Tree<'_>, id: NodeId, lead: &mut LeadDoc) {
    let price = tree.children_with(id, Tag::Price).next();
    let odometer = tree.children_with(id, Tag::Odometer).next();
    let comment = tree.children_with(id, Tag::Comments).next();
    let written = Written {
        interest: tree.attribute(id, "interest").map(str::to_owned),
        status: tree.attribute(id, "status").map(str::to_owned),
        year: value(tree, id, Tag::Year, lead),
        make: value(tree, id, Tag::Make, lead),
        model: value(tree, id, Tag::Model, lead),
        trim: value(tree, id, Tag::Trim, lead),
        vin: value(tree, id, Tag::Vin, lead),
        stock: value(tree, id, Tag::Stock, lead),
        price: price.and_then(|id| words(tree, id, "price", lead)),
        price_currency: price.and_then(|id| tree.attribute(id, "currency")).map(str::to_owned),
        price_kind: price.and_then(|id| tree.attribute(id, "type")).map(str::to_owned),
        odometer: odometer.and_then(|id| words(tree, id, "odometer", lead)),
        odometer_unit: odometer
            .and_then(|id| tree.attribute(id, "units").or_else(|| tree.attribute(id, "unit")))
            .map(str::to_owned),
        comments: comment.and_then(|id| {
            let (mut words, cut) = tree.words(id, MAX_VALUE * 8);
            if text::cap(&mut words, MAX_VALUE * 4) || cut {
                lead.note(DefectCode::ValueCapped, "vehicle/comments");
            }
            text::lines(&words)
        }),
    };
    vehicle::add(written, lead);
}
