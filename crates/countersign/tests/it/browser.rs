//! Chromium, as a person uses it: sign in, decide by keyboard, see the trail.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::Line;
use crate::product::{Folder, Store, lead, wait};

/// WebDriver's name for an element's id (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

#[test]
fn a_person_signs_in_decides_by_keyboard_and_sees_the_trail() {
    let Some(browser) = Browser::start() else {
        println!("left out: chromium and chromedriver are not installed");
        return;
    };
    let store = Store::init("browser");
    let server = store.serve();
    let taken = server.line().lead(&store.intake_key, &lead("browser", 1)).unwrap().json();
    let case = taken["case_id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/cases/{case}");
    server.until(|line| line.get(&path, &store.token).unwrap().json()["state"] != "received");
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);

    browser.go(&at("/sign-in"));
    browser.write("input[name=email]", &store.email);
    browser.write("input[name=password]", &store.password);
    browser.click("button[type=submit]");
    browser.until("the inbox", |browser| browser.address().contains("/inbox"));
    browser.until("the lead in the inbox", |browser| browser.text().contains("Jordan"));

    browser.click(".q-item");
    browser.until("the proposal", |browser| browser.has("[data-key=a]"));
    browser.press("a");
    let decided = |line: &mut Line| {
        let case = line.get(&path, &store.token).unwrap().json();
        case["proposals"].as_array().unwrap().iter().any(|proposal| proposal["status"] == "executed")
    };
    server.until(decided);

    browser.go(&at(&format!("/cases/{case}")));
    browser.until("the trail", |browser| {
        let text = browser.text();
        text.contains("Jordan") && text.contains("Admin")
    });
    assert!(browser.console_errors().is_empty(), "{:?}", browser.console_errors());
}

/// A browser behind chromedriver; both end with the test.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: Folder,
}

impl Browser {
    /// Nothing where chromedriver or the browser is not installed.
    fn start() -> Option<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0)).ok()?.local_addr().ok()?.port();
        let mut command = Command::new("chromedriver");
        command
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = command.spawn().ok()?;
        let profile = Folder::new("chromium");
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        let began = Instant::now();
        while Line::open(port).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "chromedriver does not answer");
            wait(Duration::from_millis(20));
        }
        let folder = format!("--user-data-dir={}", browser._profile.path().display());
        // Without a sandbox only because build machines run as root; the page is our own.
        let args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", &folder];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": args}, "goog:loggingPrefs": {"browser": "SEVERE"}
        }}});
        let made = browser.ask("POST", "/session", &wanted);
        browser.session = format!("/session/{}", made["sessionId"].as_str()?);
        Some(browser)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut line = Line::open(self.port).unwrap();
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let headers = [("content-type", "application/json")];
        let answer = line.send(method, path, &headers, &body).unwrap().json();
        assert!(answer["value"].get("error").is_none_or(Value::is_null), "{method} {path}: {answer}");
        answer["value"].clone()
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", &format!("{}{path}", self.session), &body)
    }

    fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({"script": script, "args": []}))
    }

    fn go(&self, address: &str) {
        self.post("/url", json!({"url": address}));
    }

    fn address(&self) -> String {
        self.run("return location.href").as_str().unwrap_or_default().to_owned()
    }

    fn text(&self) -> String {
        self.run("return document.body ? document.body.innerText : ''")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    fn has(&self, selector: &str) -> bool {
        self.run(&format!("return document.querySelector({}) !== null", json!(selector)))
            .as_bool()
            .unwrap_or(false)
    }

    fn find(&self, selector: &str) -> String {
        self.until(selector, |browser| browser.has(selector));
        let found = self.post("/element", json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    fn write(&self, selector: &str, text: &str) {
        let element = self.find(selector);
        self.post(&format!("/element/{element}/value"), json!({"text": text}));
    }

    fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.post(&format!("/element/{element}/click"), json!({}));
    }

    /// One key, to whatever has the focus.
    fn press(&self, key: &str) {
        let keys = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        self.post("/actions", json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]}));
    }

    fn console_errors(&self) -> Vec<String> {
        let entries = self.post("/se/log", json!({"type": "browser"}));
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| entry["message"].as_str().map(str::to_owned)).collect()
    }

    /// Asks again and again; at most 20 seconds.
    fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_so(self) {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "no {what} at {}:\n{}",
                self.address(),
                self.text()
            );
            wait(Duration::from_millis(50));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Ok(mut line) = Line::open(self.port) {
            drop(line.send("DELETE", &self.session, &[], ""));
        }
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
