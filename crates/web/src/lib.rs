//! HTTP: the API, intake, and the screens people sign in. Sees the store and the pipeline, decides nothing.

pub mod state;

pub mod routes;

pub mod router;

pub mod guard;

pub mod entry;

pub mod api;

pub mod screens;

pub mod deciding;

pub mod reads;

pub mod view;

pub mod assets;

pub mod ops;

pub mod problem;

pub mod metrics;

pub use router::router;
pub use state::{WebConfig, WebState};
