//! The W3C WebDriver protocol, as much of it as the tests speak: JSON over HTTP to a driver that is
//! started for one browser and ends with it. Knows nothing of the site.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use ureq::Agent;

/// How often a driver is started before that counts as failed.
const TRIES: u32 = 5;

/// How long a driver may take until it listens.
const PATIENCE: Duration = Duration::from_secs(15);

/// A driver with one browser session. Both end when it is dropped, also when a test fails.
pub struct Session {
    agent: Agent,
    driver: Child,
    address: String,
    /// Where both have their temporary files, which goes after them: a driver that is asked to end does not wait until the
    /// browser's are gone, and thousands of profiles slow down every browser that is started later.
    _scratch: TempDir,
}

impl Session {
    /// Starts the driver, which finds a port itself, and a browser with these capabilities.
    pub fn start(mut driver: Command, capabilities: &Value) -> Session {
        let scratch = scratch();
        driver.arg("--port=0").env("TMPDIR", scratch.path());
        // A port that was free a moment ago may be another test's by now: the driver then ends at once.
        let (driver, port) = (0..TRIES)
            .find_map(|_| on_a_free_port(&mut driver))
            .expect("a driver starts and says which port it took");
        Session::open(driver, port, scratch, capabilities)
    }

    /// The same with a driver that wants to be told its port, as WebKit's; `driver` makes the command, still without a port.
    pub fn start_on_chosen_port(driver: impl Fn() -> Command, capabilities: &Value) -> Session {
        let scratch = scratch();
        let (driver, port) = (0..TRIES)
            .find_map(|_| on_a_chosen_port(driver().env("TMPDIR", scratch.path())))
            .expect("a driver starts on one of the ports that were free");
        Session::open(driver, port, scratch, capabilities)
    }

    fn open(driver: Child, port: u16, scratch: TempDir, capabilities: &Value) -> Session {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let mut session = Session {
            agent,
            driver,
            address: format!("http://127.0.0.1:{port}/session"),
            _scratch: scratch,
        };
        let started = session.post(
            "",
            &json!({ "capabilities": { "alwaysMatch": capabilities } }),
        );
        let id = started["sessionId"].as_str().expect("a session has an id");
        session.address = format!("{}/{id}", session.address);
        session
    }

    /// Sends a command that has a body.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        value(path, self.posted(path, body))
    }

    /// Clicks an element, if it is still there: a page may have been written anew since it was found.
    pub fn click(&self, element: &str) -> bool {
        let path = format!("/element/{element}/click");
        let answer = self.posted(&path, &serde_json::json!({}));
        let gone = answer
            .as_ref()
            .is_ok_and(|answer| answer["value"]["error"] == "stale element reference");
        if !gone {
            value(&path, answer);
        }
        !gone
    }

    fn posted(&self, path: &str, body: &Value) -> Result<Value, ureq::Error> {
        let url = format!("{}{path}", self.address);
        let answer = self.agent.post(&url).send_json(body);
        answer.and_then(|mut answer| answer.body_mut().read_json())
    }

    /// Sends a command that asks.
    pub fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.address);
        let answer = self
            .agent
            .get(&url)
            .call()
            .and_then(|mut answer| answer.body_mut().read_json());
        value(path, answer)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver closes its browser and removes the profile; killed first, it would leave both.
        let _ = self.agent.delete(&self.address).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The command's value; a refusal fails the test in the driver's words.
fn value(path: &str, answer: Result<Value, ureq::Error>) -> Value {
    let answer = answer.unwrap_or_else(|error| panic!("the driver did not answer {path}: {error}"));
    let value = &answer["value"];
    if let Some(error) = value["error"].as_str() {
        panic!(
            "the driver refused {path}: {error}: {}",
            value["message"].as_str().unwrap_or_default()
        );
    }
    value.clone()
}

/// Starts a driver on a port that it finds itself; nothing when it ended before it said which.
fn on_a_free_port(command: &mut Command) -> Option<(Child, u16)> {
    let mut driver = spawn(command.stdout(Stdio::piped()));
    let said = BufReader::new(driver.stdout.take().expect("piped above"));
    let mut lines = said.lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        // Chromium's driver, then Firefox's.
        let port = line
            .split_once("successfully on port ")
            .or_else(|| line.split_once("Listening on 127.0.0.1:"))?
            .1;
        port.trim().trim_end_matches('.').parse().ok()
    });
    if port.is_none() {
        let _ = driver.wait();
    }
    // Firefox's driver goes on talking, and ends when nobody listens.
    std::thread::spawn(move || lines.for_each(drop));
    port.map(|port| (driver, port))
}

/// Starts a driver on a port that was free; nothing when somebody was quicker and it ended.
fn on_a_chosen_port(command: &mut Command) -> Option<(Child, u16)> {
    // Tests of one program take turns: none asks whether a driver listens where another's does.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = free
        .and_then(|free| free.local_addr())
        .expect("a port is free");
    let port = format!("--port={}", address.port());
    let mut driver = spawn(command.arg(port).stdout(Stdio::null()));
    let started = Instant::now();
    while driver.try_wait().is_ok_and(|ended| ended.is_none()) {
        if TcpStream::connect(address).is_ok() {
            return Some((driver, address.port()));
        }
        if started.elapsed() > PATIENCE {
            let _ = driver.kill();
            let _ = driver.wait();
            panic!("{command:?} does not listen");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    None
}

/// A folder for the temporary files of one session. Not in the workspace, which may be so deep that a socket has no room there.
fn scratch() -> TempDir {
    tempfile::Builder::new()
        .prefix("callboard-browser-")
        .tempdir()
        .expect("a temporary folder can be made")
}

fn spawn(command: &mut Command) -> Child {
    let spawned = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn();
    spawned.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}. `cargo xtask test` installs it, CHROMEDRIVER, GECKODRIVER or WEBKITWEBDRIVER name it"))
}
