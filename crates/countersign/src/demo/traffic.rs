//! Leads every few seconds, over the real intake: HTTP to ourselves, with a key.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::watch;

use super::dice::Dice;
use super::letters::Postman;
use super::stock::Car;
use crate::clock;
use crate::config::Secret;
use crate::http::{Client, Post};

/// Sends until `stop` turns true. Now and then a letter is delivered twice, as marketplaces do.
pub async fn run(
    to: SocketAddr,
    key: String,
    cars: Vec<Car>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let mut client = Client::new(&format!("http://{to}"), Secret(key))?;
    let now = clock::now();
    let mut dice = Dice::new(now.micros().unsigned_abs());
    // Another seed each time, so that a kept demo folder meets new people.
    let mut postman = Postman::new(13 + now.micros().unsigned_abs() / 1_000_000, cars);
    while !*stop.borrow() {
        let Some(letter) = postman.next(clock::now()) else { return Ok(()) };
        for _ in 0..if dice.chance(6) { 2 } else { 1 } {
            let body = letter.body.clone().into_bytes();
            let post = Post {
                path: "/api/v1/leads",
                content_type: letter.content_type,
                idempotency_key: None,
                body,
            };
            match client.post(&post).await {
                Ok(answer) if answer.status == 202 => {}
                Ok(answer) => tracing::warn!(status = answer.status, "an invented lead was not taken"),
                Err(error) => tracing::warn!(error = %error, "an invented lead was not delivered"),
            }
        }
        let pause = Duration::from_millis(dice.between(3_000, 8_000).unsigned_abs());
        drop(tokio::time::timeout(pause, stop.wait_for(|stopped| *stopped)).await);
    }
    Ok(())
}
