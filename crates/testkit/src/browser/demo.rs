//! The demo, run from the real binary on a free port, without leads coming in.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::{Browser, Folder};
use crate::engines::stop_on_error;

/// A running demo; ends with the value.
pub struct Demo {
    process: Child,
    /// Kept open, so that it may go on speaking.
    _said: BufReader<ChildStdout>,
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// Of everybody who signs in.
    pub password: String,
    /// Who may sign in: e-mail and name, the admin first.
    pub people: Vec<(String, String)>,
    _folder: Folder,
}

impl Demo {
    /// Starts `binary demo` and reads what it prints.
    #[must_use]
    pub fn start(binary: &Path) -> Self {
        let folder = stop_on_error(Folder::new("demo"));
        let mut command = Command::new(binary);
        command.args(["demo", "--no-traffic", "--listen", "127.0.0.1:0", "--dir"]).arg(folder.path());
        let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut process = stop_on_error(process);
        let output = stop_on_error(process.stdout.take().ok_or("the demo has no output"));
        let mut demo = Self {
            process,
            _said: BufReader::new(output),
            address: String::new(),
            password: String::new(),
            people: Vec::new(),
            _folder: folder,
        };
        demo.listen();
        demo
    }

    /// Reads up to the last line of the greeting.
    fn listen(&mut self) {
        let mut line = String::new();
        while !line.starts_with("Everything here is invented") {
            line.clear();
            let read = stop_on_error(self._said.read_line(&mut line));
            stop_on_error(if read == 0 { Err("the demo ended before it was ready") } else { Ok(()) });
            if let Some((_, rest)) = line.split_once("is open: ") {
                self.address = rest.split_whitespace().next().unwrap_or_default().to_owned();
            } else if let Some(rest) = line.strip_prefix("Sign in with the password ") {
                self.password = rest.split_whitespace().next().unwrap_or_default().to_owned();
            } else if let Some((email, rest)) = line.trim().split_once(' ')
                && email.contains('@')
            {
                let name = rest.trim().split("  ").next().unwrap_or_default();
                self.people.push((email.to_owned(), name.to_owned()));
            }
        }
    }

    /// The address of a path here.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Signs `mailbox`@example.com in and waits for the inbox; answers the name.
    pub fn sign_in(&self, browser: &Browser, mailbox: &str) -> String {
        let email = format!("{mailbox}@example.com");
        let known = self.people.iter().find(|(known, _)| *known == email);
        let (_, name) = stop_on_error(known.ok_or_else(|| format!("the demo names no {email}")));
        browser.go(&self.at("/sign-in"));
        browser.write("input[name=email]", &email);
        browser.write("input[name=password]", &self.password);
        browser.click("button[type=submit]");
        browser.until("the inbox", |browser| browser.has("#queue"));
        name.clone()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _reaped = self.process.wait();
    }
}
