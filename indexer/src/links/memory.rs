//! What links answered before, so that a check that was interrupted goes on where it was.
//!
//! The file has a JSON object on each line, `{"url", "state", "detail", "asked"}`; the last line of an address counts.
//! Lines are added while links are asked, so that nothing is lost when the command is ended; a line that was cut off is
//! left out. Only answers of servers are kept: that nothing could be reached says as much of this machine.

use super::ask::Verdict;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Answers of a file, and the file to add to.
pub struct Memory {
    path: PathBuf,
    known: BTreeMap<String, (Verdict, Timestamp)>,
    file: Option<File>,
}

impl Memory {
    /// Reads a file; where there is none, nothing is remembered.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn open(path: &Path) -> io::Result<Memory> {
        let text = match fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        Ok(Memory {
            path: path.to_owned(),
            known: text.lines().filter_map(read).collect(),
            file: None,
        })
    }

    /// What an address answered at `since` or later.
    pub fn get(&self, url: &str, since: Timestamp) -> Option<&Verdict> {
        let (verdict, asked) = self.known.get(url)?;
        (*asked >= since).then_some(verdict)
    }

    /// Remembers an answer.
    ///
    /// # Errors
    /// When the file cannot be written to.
    pub fn add(&mut self, url: &str, verdict: &Verdict, asked: Timestamp) -> io::Result<()> {
        let (state, detail) = state(verdict);
        let line = serde_json::json!({
            "url": url, "state": state, "detail": detail, "asked": asked.to_string(),
        });
        let file = match &mut self.file {
            Some(file) => file,
            closed => {
                let mut file = OpenOptions::new()
                    .create(true)
                    .append(true)
                    .open(&self.path)?;
                // A line that was cut off the last time must not take this one with it.
                if fs::read(&self.path)?
                    .last()
                    .is_some_and(|last| *last != b'\n')
                {
                    file.write_all(b"\n")?;
                }
                closed.insert(file)
            }
        };
        file.write_all(format!("{line}\n").as_bytes())?;
        let entry = (verdict.clone(), asked);
        self.known.insert(url.to_owned(), entry);
        Ok(())
    }

    /// Writes the file anew with one line for each of these addresses, in one step: what is asked no more is forgotten.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tidy<'u>(&mut self, urls: impl Iterator<Item = &'u String>) -> io::Result<()> {
        self.file = None;
        let mut text = String::new();
        for url in urls {
            if let Some((verdict, asked)) = self.known.get(url) {
                let (state, detail) = state(verdict);
                let line = serde_json::json!({
                    "url": url, "state": state, "detail": detail, "asked": asked.to_string(),
                });
                text.push_str(&format!("{line}\n"));
            }
        }
        if text.is_empty() && !self.path.exists() {
            return Ok(());
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = self.path.with_file_name(format!(".{name}.unfinished"));
        fs::write(&unfinished, text)?;
        fs::rename(&unfinished, &self.path)
    }
}

/// A verdict's name, and what more it says.
pub fn state(verdict: &Verdict) -> (&'static str, Option<&str>) {
    match verdict {
        Verdict::Alive => ("alive", None),
        Verdict::Moved(to) => ("moved", Some(to)),
        Verdict::Dead(why) => ("dead", Some(why)),
        Verdict::Unsure(why) => ("unsure", Some(why)),
    }
}

fn read(line: &str) -> Option<(String, (Verdict, Timestamp))> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let verdict = match text("state")?.as_str() {
        "alive" => Verdict::Alive,
        "moved" => Verdict::Moved(text("detail")?),
        "dead" => Verdict::Dead(text("detail")?),
        "unsure" => Verdict::Unsure(text("detail")?),
        _ => return None,
    };
    Some((text("url")?, (verdict, text("asked")?.parse().ok()?)))
}
