//! `cargo xtask train`: fits the triage model on `data/messages-*.jsonl`, measures it, writes model and figures.
//!
//! The result is the same bytes on every run: fixed seeds, fixed order, one thread for each fit. `--check` fits again
//! and compares with the shipped file, `--figures-only` measures without writing the model, `--speed` times judging, `--tune` measures on the
//! three authors that choices are made on.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::root;

mod data;
mod figures;
mod fit;
mod linear;
mod report;
mod second;
mod speed;

/// The authors that choices are made on; the other two are measured once, when the choices stand.
const TUNED_ON: [&str; 3] = ["a", "b", "dev"];

/// Runs the chore with the words that follow `train`.
pub fn command(words: &[String]) -> Result<ExitCode> {
    let model = root().join("crates/models/model/triage.bin");
    let option = words.first().map(String::as_str);
    let set = data::load(&root().join("data"))?;
    match option {
        None => {
            let bytes = fit::shipped(&set)?;
            write_model(&model, &bytes)?;
            measure(&set, bytes.len())?;
        }
        Some("--model-only") => write_model(&model, &fit::shipped(&set)?)?,
        Some("--figures-only") => {
            let size = fs::metadata(&model).map_or(0, |m| m.len() as usize);
            measure(&set, size)?;
        }
        Some("--check") => {
            let shipped = fs::read(&model).with_context(|| format!("reading `{}`", model.display()))?;
            if fit::shipped(&set)? != shipped {
                bail!(
                    "retraining gives another model than the shipped one: run `cargo xtask train` and commit it"
                );
            }
            println!("retraining gives the shipped model, byte for byte ({} bytes)", shipped.len());
        }
        Some("--tune") => {
            let tuned = set.of_authors(&TUNED_ON);
            print!("{}", report::summary(&figures::leave_one_author_out(&tuned)?));
        }
        Some("--speed") => speed::run(&set)?,
        Some(other) => bail!("`{other}` is not an option of train"),
    }
    Ok(ExitCode::SUCCESS)
}

fn write_model(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("writing `{}`", path.display()))?;
    println!("model: {} bytes", bytes.len());
    Ok(())
}

fn measure(set: &data::Set, model_bytes: usize) -> Result<()> {
    let unseen = figures::leave_one_author_out(set)?;
    let mixed = figures::k_fold(set, 5)?;
    let page = report::page(&unseen, &mixed, model_bytes);
    print!("{page}");
    let path = root().join("docs/TRIAGE.md");
    report::put_into(&path, &page).with_context(|| format!("writing `{}`", path.display()))
}
