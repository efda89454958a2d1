//! The linear part: one L2-regularised squared-hinge machine for each column, by dual coordinate descent
//! (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008), then one byte a weight.

use std::collections::BTreeMap;

use models::features::{Feature, GROUPS, Group};
use models::heads::{COUNT, Scores};
use models::weights::{RARITY_STEP, Trained};

use super::data::Row;

/// How much each group of features counts, in the order of `Group`.
const GROUP: [f32; GROUPS] = [1.0, 0.7, 1.0, 0.3, 0.7, 0.5, 0.3, 0.3, 1.0, 0.7, 0.5, 0.5, 0.5, 0.3];
/// Cost of an error: smaller is smoother.
const COST: f32 = 0.3;
const EPOCHS: usize = 16;
/// A feature of fewer messages is left out.
const LEAST_MESSAGES: u32 = 2;

/// Each row is trained on three times: whole, without its spellings, and without its classes and rules, so that
/// neither side leans on the other (0.786 to 0.795 on unseen authors).
const VIEWS: [&[Group]; 3] = [
    &[],
    &[Group::Word, Group::Pair, Group::Piece, Group::Stem, Group::Skip],
    &[Group::Class, Group::ClassPair, Group::ClassBigram, Group::Rule, Group::Cross],
];

/// A row as the solver sees it: places in the vocabulary with values.
type Sparse = Vec<(u32, f32)>;

/// Fits all columns on `rows`.
pub fn fit(rows: &[&Row]) -> Trained {
    let (keys, rarity) = vocabulary(rows);
    let mut sparse: Vec<Sparse> = Vec::new();
    let mut targets: Vec<Scores> = Vec::new();
    for without in VIEWS {
        sparse.extend(rows.iter().map(|r| values(&r.features, without, &keys, &rarity)));
        targets.extend(rows.iter().map(|r| r.targets().map(|t| if t { 1.0 } else { -1.0 })));
    }
    let (weights, bias) = solve(&sparse, &targets, keys.len());
    let (rows, scale) = quantise(&weights);
    Trained { keys, rarity, rows, scale, bias, group: GROUP }
}

fn vocabulary(rows: &[&Row]) -> (Vec<u32>, Vec<u8>) {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for feature in rows.iter().flat_map(|r| &r.features) {
        *counts.entry(feature.key).or_default() += 1;
    }
    let total = rows.len() as f32;
    counts
        .into_iter()
        .filter(|(_, count)| *count >= LEAST_MESSAGES)
        .map(|(key, count)| {
            let rarity = ((1.0 + total) / (1.0 + count as f32)).ln() + 1.0;
            (key, (rarity / RARITY_STEP).round().clamp(1.0, 255.0) as u8)
        })
        .unzip()
}

fn values(features: &[Feature], without: &[Group], keys: &[u32], rarity: &[u8]) -> Sparse {
    let mut known: Vec<(Group, u32, f32)> = Vec::new();
    let mut squares = [0.0_f32; GROUPS];
    for feature in features.iter().filter(|f| !without.contains(&f.group)) {
        let Ok(index) = keys.binary_search(&feature.key) else { continue };
        let value = rarity.get(index).map_or(0.0, |r| f32::from(*r) * RARITY_STEP);
        known.push((feature.group, index as u32, value));
        if let Some(sum) = squares.get_mut(feature.group as usize) {
            *sum += value * value;
        }
    }
    let factor = |group: Group| {
        let index = group as usize;
        let square = squares.get(index).copied().unwrap_or_default();
        GROUP.get(index).copied().unwrap_or_default() / square.max(f32::MIN_POSITIVE).sqrt()
    };
    known.into_iter().map(|(group, index, value)| (index, value * factor(group))).collect()
}

fn solve(rows: &[Sparse], targets: &[Scores], size: usize) -> (Vec<Scores>, Scores) {
    let slack = 1.0 / (2.0 * COST);
    let mut weights: Vec<Scores> = vec![[0.0; COUNT]; size];
    let mut bias = [0.0_f32; COUNT];
    let mut alpha: Vec<Scores> = vec![[0.0; COUNT]; rows.len()];
    let square: Vec<f32> =
        rows.iter().map(|r| 1.0 + slack + r.iter().map(|(_, v)| v * v).sum::<f32>()).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x005e_ed00_u64;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            let (Some(row), Some(y), Some(a), Some(q)) =
                (rows.get(at), targets.get(at), alpha.get_mut(at), square.get(at))
            else {
                continue;
            };
            let mut score = bias;
            for (index, value) in row {
                let Some(w) = weights.get(*index as usize) else { continue };
                for (s, w) in score.iter_mut().zip(w) {
                    *s += w * value;
                }
            }
            let mut step = [0.0_f32; COUNT];
            let mut moved = false;
            for ((step, s), (y, a)) in step.iter_mut().zip(&score).zip(y.iter().zip(a.iter_mut())) {
                let gradient = y * s - 1.0 + *a * slack;
                let next = (*a - gradient / q).max(0.0);
                *step = (next - *a) * y;
                *a = next;
                moved |= step.abs() > 1e-5;
            }
            if !moved {
                continue;
            }
            for (b, step) in bias.iter_mut().zip(&step) {
                *b += step;
            }
            for (index, value) in row {
                let Some(w) = weights.get_mut(*index as usize) else { continue };
                for (w, step) in w.iter_mut().zip(&step) {
                    *w += step * value;
                }
            }
        }
    }
    (weights, bias)
}

fn quantise(weights: &[Scores]) -> (Vec<[i8; COUNT]>, Scores) {
    let mut scale = [1e-9_f32; COUNT];
    for row in weights {
        for (top, w) in scale.iter_mut().zip(row) {
            *top = top.max(w.abs());
        }
    }
    let scale = scale.map(|top| top / 127.0);
    let rows = weights
        .iter()
        .map(|row| {
            let mut out = [0_i8; COUNT];
            for ((out, w), scale) in out.iter_mut().zip(row).zip(&scale) {
                *out = (w / scale).round().clamp(-127.0, 127.0) as i8;
            }
            out
        })
        .collect();
    (rows, scale)
}

/// Fisher and Yates, with a 64-bit linear congruential generator (Knuth's MMIX constants).
pub fn shuffle<T>(list: &mut [T], seed: &mut u64) {
    for end in (1..list.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = (*seed >> 33) as usize % (end + 1);
        list.swap(end, pick);
    }
}
