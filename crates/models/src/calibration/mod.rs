//! How sure a judgement is: a probability measured on rows that were not trained on, with its count and interval.

use serde::{Deserialize, Serialize};

/// How likely the primary intent is right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Confidence {
    /// A measured probability.
    Calibrated {
        /// Probability that the intent is right, 0 to 1.
        p: f32,
        /// Held-out rows of similar confidence behind it.
        n: u32,
        /// Lower end of the 95 % Wilson interval of those rows.
        low: f32,
        /// Upper end of it.
        high: f32,
    },
    /// A score that no held-out rows stand behind; it only orders.
    Uncalibrated {
        /// The larger, the surer.
        score: f32,
    },
}

impl Confidence {
    /// The probability, where one was measured.
    #[must_use]
    pub fn probability(self) -> Option<f32> {
        match self {
            Confidence::Calibrated { p, .. } => Some(p),
            Confidence::Uncalibrated { .. } => None,
        }
    }
}

/// Held-out rows of similar confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Highest probability that falls into this bin.
    pub upto: f32,
    /// Held-out rows in it.
    pub rows: u32,
    /// Those of them whose intent was right.
    pub right: u32,
}

/// The confidence of probability `p`, from bins in ascending order.
#[must_use]
pub fn confidence(p: f32, bins: &[Bin]) -> Confidence {
    let Some(bin) = bins.iter().find(|b| p <= b.upto).or(bins.last()).filter(|b| b.rows > 0) else {
        return Confidence::Uncalibrated { score: p };
    };
    let (low, high) = wilson(bin.right, bin.rows);
    Confidence::Calibrated { p, n: bin.rows, low, high }
}

/// 95 % interval of a share after Wilson (1927), "Probable inference, the law of succession".
#[must_use]
pub fn wilson(right: u32, rows: u32) -> (f32, f32) {
    if rows == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_963_985;
    let n = f64::from(rows);
    let share = f64::from(right) / n;
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((middle - half) / scale).max(0.0) as f32, ((middle + half) / scale).min(1.0) as f32)
}

#[cfg(test)]
mod tests;
