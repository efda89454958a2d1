//! The linear weights as they lie in the model file: one row per feature, one byte per column, read in place.

use std::collections::HashMap;
use std::fmt;

use crate::features::{Feature, GROUPS, Group};
use crate::heads::{COUNT, Scores};
use crate::text::Plain;

const MAGIC: [u8; 8] = *b"CSTRIAG1";
/// Rarity of a feature is kept in steps of this size.
pub const RARITY_STEP: f32 = 1.0 / 24.0;

/// A model file that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// Does not begin as a model file of this version does.
    NotAModel,
    /// Ends before its own counts say.
    CutShort,
    /// The decision part is not what this version reads.
    Decision,
    /// The lexicon that it was trained with cannot be read.
    Lexicon,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ModelError::NotAModel => "the bytes are not a triage model of this version",
            ModelError::CutShort => "the triage model ends too early",
            ModelError::Decision => "the decision part of the triage model cannot be read",
            ModelError::Lexicon => "the lexicon of the triage model cannot be read",
        })
    }
}

impl std::error::Error for ModelError {}

/// What training hands over to be written.
#[derive(Debug, Clone)]
pub struct Trained {
    /// Feature keys, ascending, unique.
    pub keys: Vec<u32>,
    /// Rarity of each feature in steps.
    pub rarity: Vec<u8>,
    /// `keys.len()` rows of `COUNT` weights.
    pub rows: Vec<[i8; COUNT]>,
    /// What one step of a column's weights is worth.
    pub scale: Scores,
    /// Added to each column.
    pub bias: Scores,
    /// How much each group of features counts.
    pub group: [f32; GROUPS],
}

/// What the linear part says of a message, and what each of its sides alone would say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Scores from all features.
    pub all: Scores,
    /// Scores without classes and rules.
    pub spelling: Scores,
    /// Scores without spellings.
    pub classes: Scores,
    /// Share of features that the model knows, 0 to 1.
    pub known: f32,
}

/// Linear weights over borrowed or owned bytes.
#[derive(Debug)]
pub struct Weights<'a> {
    slots: HashMap<u32, u32, Plain>,
    rarity: &'a [u8],
    rows: &'a [u8],
    scale: Scores,
    bias: Scores,
    group: [f32; GROUPS],
}

impl Trained {
    /// The bytes of a model file; `decision` is its last part.
    #[must_use]
    pub fn to_bytes(&self, decision: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.keys.len() * (COUNT + 5) + decision.len() + 1024);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&(self.keys.len() as u32).to_le_bytes());
        out.extend_from_slice(&(COUNT as u32).to_le_bytes());
        for value in self.scale.iter().chain(&self.bias).chain(&self.group) {
            out.extend_from_slice(&value.to_le_bytes());
        }
        for key in &self.keys {
            out.extend_from_slice(&key.to_le_bytes());
        }
        out.extend_from_slice(&self.rarity);
        for row in &self.rows {
            out.extend(row.iter().map(|w| w.to_le_bytes()[0]));
        }
        out.extend_from_slice(decision);
        out
    }
}

impl<'a> Weights<'a> {
    /// Reads the linear part of a model file and hands back the rest, the decision part.
    ///
    /// # Errors
    /// `NotAModel` for another beginning, `CutShort` where the counts do not fit the length.
    pub fn read(bytes: &'a [u8]) -> Result<(Weights<'a>, &'a [u8]), ModelError> {
        let mut rest = bytes.strip_prefix(&MAGIC).ok_or(ModelError::NotAModel)?;
        let count = take_u32(&mut rest)? as usize;
        if take_u32(&mut rest)? as usize != COUNT {
            return Err(ModelError::NotAModel);
        }
        let mut scale = [0.0; COUNT];
        let mut bias = [0.0; COUNT];
        let mut group = [0.0; GROUPS];
        for value in scale.iter_mut().chain(&mut bias).chain(&mut group) {
            *value = f32::from_bits(take_u32(&mut rest)?);
        }
        let keys = take(&mut rest, count.saturating_mul(4))?;
        let mut slots = HashMap::with_capacity_and_hasher(count, Plain);
        for (index, key) in keys.chunks_exact(4).enumerate() {
            if let Ok(key) = <[u8; 4]>::try_from(key) {
                slots.insert(u32::from_le_bytes(key), index as u32);
            }
        }
        let rarity = take(&mut rest, count)?;
        let rows = take(&mut rest, count.saturating_mul(COUNT))?;
        Ok((Weights { slots, rarity, rows, scale, bias, group }, rest))
    }

    /// The score of every column.
    #[must_use]
    pub fn score(&self, features: &[Feature]) -> Scored {
        let mut known: Vec<(Group, usize, f32)> = Vec::with_capacity(features.len());
        let mut squares = [0.0_f32; GROUPS];
        for feature in features {
            let Some(slot) = self.slots.get(&feature.key) else { continue };
            let index = *slot as usize;
            let rarity = self.rarity.get(index).map_or(0.0, |r| f32::from(*r) * RARITY_STEP);
            known.push((feature.group, index, rarity));
            if let Some(sum) = squares.get_mut(feature.group as usize) {
                *sum += rarity * rarity;
            }
        }
        let mut factor = [0.0_f32; GROUPS];
        for ((f, square), weight) in factor.iter_mut().zip(&squares).zip(&self.group) {
            *f = if *square > 0.0 { weight / square.sqrt() } else { 0.0 };
        }
        let mut sides = [[0.0_f32; COUNT]; 3];
        for (group, index, rarity) in &known {
            let value = factor.get(*group as usize).copied().unwrap_or_default() * rarity;
            let Some(row) = self.rows.get(index * COUNT..(index + 1) * COUNT) else { continue };
            let Some(sums) = sides.get_mut(side(*group)) else { continue };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * f32::from(weight.cast_signed());
            }
        }
        let [mut all, mut spelling, mut classes] = sides;
        for (column, (scale, bias)) in self.scale.iter().zip(&self.bias).enumerate() {
            let (Some(all), Some(spelling), Some(classes)) =
                (all.get_mut(column), spelling.get_mut(column), classes.get_mut(column))
            else {
                continue;
            };
            let (rest, letters, meaning) = (*all * scale + bias, *spelling * scale, *classes * scale);
            *all = rest + letters + meaning;
            *spelling = rest + letters;
            *classes = rest + meaning;
        }
        Scored { all, spelling, classes, known: known.len() as f32 / features.len().max(1) as f32 }
    }
}

/// Which side of the message a group looks at: 1 its spelling, 2 its classes and rules, 0 everything around them.
const fn side(group: Group) -> usize {
    match group {
        Group::Word | Group::Pair | Group::Piece | Group::Stem | Group::Skip => 1,
        Group::Class | Group::ClassPair | Group::ClassBigram | Group::Rule | Group::Cross => 2,
        Group::Subject | Group::Context | Group::ContextClass | Group::Shape => 0,
    }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], ModelError> {
    let (head, tail) = rest.split_at_checked(count).ok_or(ModelError::CutShort)?;
    *rest = tail;
    Ok(head)
}

fn take_u32(rest: &mut &[u8]) -> Result<u32, ModelError> {
    let head = take(rest, 4)?;
    <[u8; 4]>::try_from(head).map(u32::from_le_bytes).map_err(|_| ModelError::CutShort)
}

#[cfg(test)]
mod tests;
