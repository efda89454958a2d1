//! Countersign: agents prepare, people sign. The one binary: command line, configuration, boot, clock.

mod cli;
mod clock;
mod commands;
mod config;
mod demo;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::run(cli::Cli::parse())
}
