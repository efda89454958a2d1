//! The second layer: logistic regression from linear scores to labels, fitted on held-out scores.

use models::decide::INPUTS;
use models::heads::{COUNT, INTENTS, ROUTES, SIGNALS, Scores, URGENCIES};

use super::linear::shuffle;

const EPOCHS: usize = 60;
const RATE: f32 = 0.05;

/// Held-out scores of one row and the columns that are true for it.
#[derive(Debug, Clone)]
pub struct Held {
    pub scores: Scores,
    pub targets: [bool; COUNT],
}

/// One row of weights for each column. `pull` draws every weight towards its start: a scaled copy of its own score.
pub fn fit(held: &[Held], pull: f32) -> Vec<Vec<f32>> {
    let mut rows: Vec<Vec<f32>> = vec![Vec::new(); COUNT];
    for (from, to, exclusive) in [
        (INTENTS, SIGNALS, true),
        (ROUTES, URGENCIES, true),
        (URGENCIES, COUNT, true),
        (SIGNALS, ROUTES, false),
    ] {
        let part = fit_part(held, from, to, exclusive, pull);
        for (slot, row) in rows.iter_mut().skip(from).zip(part) {
            *slot = row;
        }
    }
    rows
}

fn fit_part(held: &[Held], from: usize, to: usize, exclusive: bool, pull: f32) -> Vec<Vec<f32>> {
    let start = |column: usize, input: usize| match () {
        () if input == column => 2.5,
        () if input == COUNT && !exclusive => -1.0,
        () => 0.0,
    };
    let mut weights: Vec<Vec<f32>> = (from..to).map(|c| (0..INPUTS).map(|i| start(c, i)).collect()).collect();
    let mut average: Vec<Vec<f32>> = vec![vec![0.0; INPUTS]; to - from];
    let mut order: Vec<usize> = (0..held.len()).collect();
    let mut seed = 0x005e_c0d0_u64 + from as u64;
    for epoch in 0..EPOCHS {
        shuffle(&mut order, &mut seed);
        let rate = RATE / (1.0 + epoch as f32 * 0.3);
        for &at in &order {
            let Some(row) = held.get(at) else { continue };
            let errors = errors(&weights, row, from, exclusive);
            for ((weights, error), column) in weights.iter_mut().zip(&errors).zip(from..) {
                for (input, weight) in weights.iter_mut().enumerate() {
                    let x = row.scores.get(input).copied().unwrap_or(1.0);
                    let drawn = pull * (*weight - start(column, input)) / held.len() as f32;
                    *weight -= rate * (error * x + drawn);
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            for (sum, w) in average.iter_mut().flatten().zip(weights.iter().flatten()) {
                *sum += w / (EPOCHS - EPOCHS / 2) as f32;
            }
        }
    }
    average
}

fn errors(weights: &[Vec<f32>], row: &Held, from: usize, exclusive: bool) -> Vec<f32> {
    let mut p: Vec<f32> = weights
        .iter()
        .map(|w| w.iter().zip(&row.scores).map(|(w, s)| w * s).sum::<f32>() + w.last().unwrap_or(&0.0))
        .collect();
    if exclusive {
        let top = p.iter().copied().fold(f32::MIN, f32::max);
        p.iter_mut().for_each(|v| *v = (*v - top).exp());
        let sum: f32 = p.iter().sum();
        p.iter_mut().for_each(|v| *v /= sum);
    } else {
        p.iter_mut().for_each(|v| *v = 1.0 / (1.0 + (-*v).exp()));
    }
    for (p, target) in p.iter_mut().zip(row.targets.iter().skip(from)) {
        *p -= f32::from(u8::from(*target));
    }
    p
}

/// Logistic regression of one yes-or-no on a few inputs, by full gradient steps.
pub fn fit_one<const N: usize>(rows: &[([f32; N], bool)]) -> Vec<f32> {
    let mut weights = [0.0_f32; N];
    let count = rows.len().max(1) as f32;
    let mut spread = [1e-6_f32; N];
    for (x, _) in rows {
        for (s, x) in spread.iter_mut().zip(x) {
            *s += x * x / count;
        }
    }
    for _ in 0..3_000 {
        let mut slope = [0.0_f32; N];
        for (x, right) in rows {
            let z: f32 = x.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let error = 1.0 / (1.0 + (-z).exp()) - f32::from(u8::from(*right));
            for (s, x) in slope.iter_mut().zip(x) {
                *s += error * x / count;
            }
        }
        for ((w, s), spread) in weights.iter_mut().zip(&slope).zip(&spread) {
            *w -= (s + 1e-3 * *w) / spread;
        }
    }
    weights.to_vec()
}
