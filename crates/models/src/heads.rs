//! The columns of the learnt model: one linear score each for intents, signals, routes and urgencies.

use domain::labels::{Intent, Route, Signal, Urgency};

/// First column of the intents.
pub const INTENTS: usize = 0;
/// First column of the signals.
pub const SIGNALS: usize = INTENTS + Intent::ALL.len();
/// First column of the routes.
pub const ROUTES: usize = SIGNALS + Signal::ALL.len();
/// First column of the urgencies.
pub const URGENCIES: usize = ROUTES + Route::ALL.len();
/// Number of columns.
pub const COUNT: usize = URGENCIES + Urgency::ALL.len();

/// One score for each column.
pub type Scores = [f32; COUNT];
