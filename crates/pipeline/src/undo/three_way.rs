//! Whether somebody has changed a record since, shown three ways: before, done, now.

use crate::execute::records::Image;

use super::{ThreeWay, ThreeWayField};

/// `None` if every touched field still stands as it was left; else every field in which the three differ.
// INVARIANT (three-way): nothing is taken back over a field that no longer stands as the act left it.
#[must_use]
pub fn three_way(before: &Image, done: &Image, now: &Image) -> Option<ThreeWay> {
    let changed = done.iter().any(|(field, value)| now.get(field).unwrap_or(&None) != value);
    changed.then(|| {
        let fields = done
            .iter()
            .map(|(field, value)| ThreeWayField {
                field: field.clone(),
                before: before.get(field).cloned().flatten(),
                done: value.clone(),
                now: now.get(field).cloned().flatten(),
            })
            .filter(|field| field.before != field.done || field.done != field.now)
            .collect();
        ThreeWay { fields }
    })
}
