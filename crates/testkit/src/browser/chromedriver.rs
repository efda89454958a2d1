//! One chromedriver with one browser window behind it; both end with the value.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::{DEADLINE, Folder};
use crate::engines::stop_on_error;

/// Where Debian and others put it.
const BROWSERS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// Without a sandbox only because build machines run as root; the pages are our own. The rest keeps a fresh browser
/// from calling home.
const SWITCHES: [&str; 15] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--window-size=1440,900",
    "--force-color-profile=srgb",
];

/// A browser window of its own profile.
pub struct Browser {
    driver: Child,
    /// Kept open: chromedriver would end on a line that nobody takes.
    _said: BufReader<ChildStdout>,
    port: u16,
    /// `/session/…`
    session: String,
    _profile: Folder,
}

impl Browser {
    /// A new window, or none where chromium and chromedriver are not installed: then a line says that the test is
    /// left out; with `COUNTERSIGN_REQUIRE_BROWSER=1` that is a failure instead.
    #[must_use]
    pub fn start() -> Option<Self> {
        let program = BROWSERS.into_iter().find(|path| std::path::Path::new(path).exists());
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let (Some(program), Ok(mut driver)) = (program, driver) else {
            refuse_if_required();
            println!("left out: chromium and chromedriver are not on this machine");
            return None;
        };
        let mut said =
            BufReader::new(stop_on_error(driver.stdout.take().ok_or("chromedriver has no output")));
        let port = stop_on_error(port(&mut said).ok_or("chromedriver does not say its port"));
        let profile = stop_on_error(Folder::new("chromium"));
        let mut browser = Self { driver, _said: said, port, session: String::new(), _profile: profile };
        let folder = format!("--user-data-dir={}", browser._profile.path().display());
        let switches: Vec<&str> = SWITCHES.into_iter().chain([folder.as_str()]).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"binary": program, "args": switches},
            "goog:loggingPrefs": {"browser": "ALL"},
            "unhandledPromptBehavior": "accept",
        }}});
        let made = stop_on_error(browser.ask("POST", "/session", &wanted));
        let id = made.get("sessionId").and_then(Value::as_str);
        browser.session = format!("/session/{}", stop_on_error(id.ok_or("chromedriver opened no window")));
        Some(browser)
    }

    /// A WebDriver command of this window.
    ///
    /// # Errors
    /// WebDriver's error code and message.
    pub(super) fn command(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.ask("POST", &format!("{}{path}", self.session), body)
    }

    /// A command of the browser's own protocol, for what WebDriver has no word for.
    ///
    /// # Errors
    /// The browser's error.
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value, String> {
        self.command("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let answer = exchange(self.port, method, path, &body.to_string());
        let answer = answer.map_err(|error| format!("ask chromedriver for {path}: {error}"))?;
        let mut answer: Value =
            serde_json::from_slice(&answer).map_err(|error| format!("{path}: {error}"))?;
        let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
        match value.get("error").and_then(Value::as_str) {
            None => Ok(value),
            Some(code) => {
                let message = value.get("message").and_then(Value::as_str).unwrap_or_default();
                Err(format!("{code}: {}", message.lines().next().unwrap_or_default()))
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // Its parameters are an empty object: without them chromedriver would leave the browser running.
            let _closed = self.ask("DELETE", &self.session, &json!({}));
        }
        let _ended = self.driver.kill();
        let _reaped = self.driver.wait();
    }
}

/// "ChromeDriver was started successfully on port 39415."
fn port(said: &mut BufReader<ChildStdout>) -> Option<u16> {
    let mut line = String::new();
    while said.read_line(&mut line).is_ok_and(|read| read > 0) {
        let after = line.split("successfully on port ").nth(1);
        if let Some(port) = after.and_then(|rest| rest.trim().trim_end_matches('.').parse().ok()) {
            return Some(port);
        }
        line.clear();
    }
    None
}

/// One request on a connection of its own; the body of the answer.
fn exchange(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
    let mut socket = TcpStream::connect(("127.0.0.1", port))?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(2 * DEADLINE))?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    socket.write_all(head.as_bytes())?;
    socket.write_all(body.as_bytes())?;
    let mut answer = BufReader::new(socket);
    let mut length = 0;
    let mut line = String::new();
    while answer.read_line(&mut line)? > 0 && !line.trim_end().is_empty() {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(body)
}

#[expect(clippy::disallowed_methods, clippy::panic, reason = "the switch is for the tests' own runner")]
fn refuse_if_required() {
    if std::env::var("COUNTERSIGN_REQUIRE_BROWSER").is_ok_and(|value| value == "1") {
        panic!("COUNTERSIGN_REQUIRE_BROWSER is set, and chromium and chromedriver are not on this machine");
    }
}
