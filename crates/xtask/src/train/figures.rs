//! Measures: each row is judged by a model that has not seen it (nor, where asked, its author).

use std::collections::BTreeSet;
use std::thread;

use anyhow::{Result, anyhow};

use domain::labels::{Intent, Signal, Urgency};
use models::triage::Judgement;

use super::data::{AUTHORS, Labelled, Row, Set};
use super::fit;
use super::linear::shuffle;

/// How often a label was rightly given, wrongly given and missed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub hit: u32,
    pub wrong: u32,
    pub missed: u32,
}

impl Tally {
    pub fn add(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.hit += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    pub fn precision(self) -> f64 {
        f64::from(self.hit) / f64::from((self.hit + self.wrong).max(1))
    }

    pub fn recall(self) -> f64 {
        f64::from(self.hit) / f64::from((self.hit + self.missed).max(1))
    }

    pub fn f1(self) -> f64 {
        2.0 * f64::from(self.hit) / f64::from((2 * self.hit + self.wrong + self.missed).max(1))
    }
}

/// The measures of one test part.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub name: String,
    pub rows: usize,
    pub intent: f64,
    pub macro_f1: f64,
    pub route: f64,
    pub urgency: f64,
    pub ece: f64,
    pub coverage_1: f64,
    pub coverage_5: f64,
}

/// The measures of one way of splitting.
#[derive(Debug, Clone)]
pub struct Figures {
    pub parts: Vec<Part>,
    pub intents: Vec<Tally>,
    pub signals: Vec<Tally>,
    pub also: Tally,
    pub pooled: Part,
}

/// Trains on four authors and tests on the fifth, each in turn; inner folds are authors too.
pub fn leave_one_author_out(set: &Set) -> Result<Figures> {
    let authors: BTreeSet<usize> = set.rows.iter().map(|r| r.author).collect();
    let outer: Vec<usize> =
        set.rows.iter().filter_map(|r| authors.iter().position(|a| *a == r.author)).collect();
    let names = authors.iter().filter_map(|a| AUTHORS.get(*a)).map(|a| (*a).to_owned()).collect();
    run(set, &outer, &outer, names)
}

/// Trains on all but one random part of `k`; inner folds are random as well.
pub fn k_fold(set: &Set, k: usize) -> Result<Figures> {
    let mut order: Vec<usize> = (0..set.rows.len()).collect();
    let mut seed = 0x0f01_d5ed_u64;
    shuffle(&mut order, &mut seed);
    let mut outer = vec![0; order.len()];
    for (place, row) in order.iter().enumerate() {
        if let Some(slot) = outer.get_mut(*row) {
            *slot = place % k;
        }
    }
    run(set, &outer, &outer, (1..=k).map(|i| format!("fold {i}")).collect())
}

type Judged<'a> = (&'a Labelled, Judgement, f32);

fn run(set: &Set, outer: &[usize], inner: &[usize], names: Vec<String>) -> Result<Figures> {
    let test = |part: usize| -> Result<Vec<Judged<'_>>> {
        let train: Vec<(&Row, usize)> = set
            .rows
            .iter()
            .zip(outer.iter().zip(inner))
            .filter(|(_, (o, _))| **o != part)
            .map(|(row, (_, i))| (row, *i))
            .collect();
        let fitted = fit::fit(&train, &set.phrases)?;
        let rows: Vec<&Row> =
            set.rows.iter().zip(outer).filter(|(_, o)| **o == part).map(|(r, _)| r).collect();
        let judged = fitted.judge(&rows)?;
        Ok(rows.iter().zip(judged).map(|(r, (j, s))| (&r.label, j, s)).collect())
    };
    // Two at a time; the parts do not touch each other, so the figures do not depend on it.
    let mut all: Vec<Vec<Judged<'_>>> = Vec::new();
    let indices: Vec<usize> = (0..names.len()).collect();
    for pair in indices.chunks(2) {
        let results: Vec<Result<Vec<Judged<'_>>>> = thread::scope(|scope| {
            let running: Vec<_> = pair.iter().map(|i| scope.spawn(|| test(*i))).collect();
            running.into_iter().map(|t| t.join().map_err(|_| anyhow!("a training thread stopped"))?).collect()
        });
        for result in results {
            all.push(result?);
        }
    }
    let parts = names.iter().zip(&all).map(|(name, rows)| part(name, rows)).collect();
    let pooled: Vec<Judged<'_>> = all.into_iter().flatten().collect();
    let mut signals = vec![Tally::default(); Signal::ALL.len()];
    let mut also = Tally::default();
    for (label, judged, _) in &pooled {
        for (tally, signal) in signals.iter_mut().zip(Signal::ALL) {
            tally.add(judged.signals.contains(&signal), label.signals.contains(&signal));
        }
        for intent in Intent::ALL {
            also.add(judged.also.contains(&intent), label.also.contains(&intent));
        }
    }
    Ok(Figures { parts, intents: intent_tallies(&pooled), signals, also, pooled: part("all rows", &pooled) })
}

fn intent_tallies(rows: &[Judged<'_>]) -> Vec<Tally> {
    Intent::ALL
        .iter()
        .map(|intent| {
            let mut tally = Tally::default();
            for (label, judged, _) in rows {
                tally.add(judged.intent == *intent, label.intent == *intent);
            }
            tally
        })
        .collect()
}

fn part(name: &str, rows: &[Judged<'_>]) -> Part {
    let count = rows.len().max(1) as f64;
    let share = |right: &dyn Fn(&Judged<'_>) -> bool| rows.iter().filter(|r| right(r)).count() as f64 / count;
    let tallies = intent_tallies(rows);
    let mut sure: Vec<(f32, bool)> = rows.iter().map(|(l, j, s)| (*s, l.intent == j.intent)).collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    Part {
        name: name.to_owned(),
        rows: rows.len(),
        intent: share(&|(l, j, _)| l.intent == j.intent),
        macro_f1: tallies.iter().map(|t| t.f1()).sum::<f64>() / tallies.len() as f64,
        route: share(&|(l, j, _)| l.route == j.route),
        urgency: share(&|(l, j, _): &Judged<'_>| -> bool {
            let said: Urgency = j.urgency;
            said == l.urgency
        }),
        ece: calibration_error(&sure),
        coverage_1: coverage(&sure, 0.01),
        coverage_5: coverage(&sure, 0.05),
    }
}

/// Expected calibration error over ten equally wide bins (Guo et al., 2017).
fn calibration_error(sure: &[(f32, bool)]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 10];
    for (p, right) in sure {
        if let Some(bin) = bins.get_mut(((p * 10.0) as usize).min(9)) {
            *bin = (bin.0 + 1.0, bin.1 + f64::from(*p), bin.2 + f64::from(u8::from(*right)));
        }
    }
    bins.iter().map(|(_, p, right)| (p - right).abs()).sum::<f64>() / sure.len().max(1) as f64
}

/// The largest share of rows, surest first, whose share of wrong intents is at most `error`.
fn coverage(sure: &[(f32, bool)], error: f64) -> f64 {
    let mut wrong = 0.0;
    let mut most = 0;
    for (count, (_, right)) in sure.iter().enumerate() {
        wrong += f64::from(u8::from(!right));
        if wrong <= error * (count + 1) as f64 {
            most = count + 1;
        }
    }
    most as f64 / sure.len().max(1) as f64
}
