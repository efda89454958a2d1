//! Round-robin: who of a department is next.

use domain::fact::StaffOnDuty;

use super::RouteInput;

/// Anybody of a department, or seniors alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Anybody,
    Senior,
}

impl Wanted {
    pub(super) fn fits(self, staff: &StaffOnDuty) -> bool {
        match self {
            Self::Anybody => true,
            Self::Senior => staff.senior,
        }
    }
}

/// Of those who fit, the one whose last lead is longest ago (never comes first), then the one with the
/// fewest open, then by name; the id settles namesakes, so that a replay chooses the same person.
pub(super) fn next_in_turn<'a>(
    input: &RouteInput<'a>,
    department: &str,
    wanted: Wanted,
) -> Option<&'a StaffOnDuty> {
    input
        .duty?
        .iter()
        .filter(|staff| staff.department.eq_ignore_ascii_case(department) && wanted.fits(staff))
        .filter(|staff| staff.cap.is_none_or(|cap| staff.open < cap))
        .filter(|staff| speaks(staff, input.language))
        .min_by_key(|staff| (staff.last_assigned, staff.open, staff.name.as_str(), staff.person))
}

/// Everybody is taken to speak English: staff lists name the further languages only.
pub(super) fn speaks(staff: &StaffOnDuty, language: &str) -> bool {
    language == "en" || staff.languages.iter().any(|spoken| spoken.eq_ignore_ascii_case(language))
}
