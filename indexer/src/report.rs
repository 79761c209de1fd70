//! Diagnostics and counts as text and JSON, for whoever prints them. The only place that words them.

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use callboard_model::Kind;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Diagnostics as people read them: place, code and message; of mistakes also the offending line
/// and the fix.
pub fn text(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let place = match d.place.line {
            0 => d.file.clone(),
            line => format!("{}:{line}:{}", d.file, d.place.column),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{place}: {} [{}] {}",
            d.severity.name(),
            d.code,
            d.message
        );
        // A note is a line of a list to work through, not a mistake to look at.
        if d.severity == Severity::Note {
            continue;
        }
        if !d.source_line.is_empty() {
            let gutter = d.place.line.to_string();
            let indent = " ".repeat(d.place.column.saturating_sub(d.source_column) as usize);
            let room = d
                .source_line
                .chars()
                .count()
                .saturating_sub(indent.len())
                .max(1);
            let marks = "^".repeat((d.place.length.max(1) as usize).min(room));
            let _ = writeln!(out, "  {gutter} | {}", d.source_line);
            let _ = writeln!(out, "  {} | {indent}{marks}", " ".repeat(gutter.len()));
        }
        if let Some(fix) = &d.fix {
            let _ = writeln!(out, "  fix: {fix}");
        }
    }
    out
}

/// Diagnostics as a JSON list.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    format!("{:#}", list(diagnostics))
}

/// Diagnostics as a JSON list, to be a part of something.
pub fn list(diagnostics: &[Diagnostic]) -> serde_json::Value {
    let told = diagnostics.iter().map(|d| {
        serde_json::json!({
            "severity": d.severity.name(), "code": d.code, "file": d.file, "line": d.place.line,
            "column": d.place.column, "length": d.place.length, "message": d.message, "fix": d.fix,
        })
    });
    told.collect()
}

/// So many errors, warnings and notes of a step are shown at their lines; GitHub drops the others without a word.
const MARKED: usize = 10;

/// Diagnostics as GitHub's workflow commands, which show each at its line of a change: `::error file=…,line=…::…`
/// (GitHub's documentation, "Workflow commands for GitHub Actions"). `folder` is the catalogue's, as it is called from the
/// top of the repository. Where there are more than it shows, all of them follow as text, in the log of the step.
pub fn github(diagnostics: &[Diagnostic], folder: &str) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let folder = folder.replace('\\', "/");
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        let file = match folder {
            "" | "." => d.file.clone(),
            _ => format!("{folder}/{}", d.file),
        };
        let mut properties = format!("file={}", property(&file));
        if d.place.line > 0 {
            let end = d.place.column + d.place.length.max(1);
            let _ = write!(
                properties,
                ",line={},col={},endColumn={end}",
                d.place.line, d.place.column
            );
        }
        let _ = write!(properties, ",title={}", property(d.code));
        let fix = d.fix.iter().map(|fix| format!("\nfix: {fix}"));
        let text = std::iter::once(d.message.clone())
            .chain(fix)
            .collect::<String>();
        let _ = writeln!(out, "::{command} {properties}::{}", data(&text));
    }
    let is_more = |severity| {
        diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
            > MARKED
    };
    if [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .any(is_more)
    {
        let _ = write!(
            out,
            "\nGitHub shows {MARKED} errors, {MARKED} warnings and {MARKED} notes at their lines. This is all there is:\n\n{}{}\n",
            self::text(diagnostics),
            summary(diagnostics)
        );
    }
    out
}

/// The text of a workflow command: one line.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command: no sign that ends it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// How many of each severity there are.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| {
        diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    };
    let one =
        |count: usize, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}, {}, {}",
        one(count(Severity::Error), "error"),
        one(count(Severity::Warning), "warning"),
        one(count(Severity::Note), "note")
    )
}

/// How many records there are of each kind, and from each source.
pub fn counts(catalog: &Catalog) -> String {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut sources: BTreeMap<&str, BTreeMap<Kind, usize>> = BTreeMap::new();
    for record in catalog.records.iter() {
        *kinds.entry(record.kind).or_default() += 1;
        if let Some(source) = &record.source {
            *sources
                .entry(&source.value)
                .or_default()
                .entry(record.kind)
                .or_default() += 1;
        }
    }
    let list = |kinds: &BTreeMap<Kind, usize>| {
        kinds
            .iter()
            .map(|(kind, count)| format!("{count} {}", kind.name()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut out = match catalog.records.iter().len() {
        0 => "no records".to_owned(),
        1 => format!("1 record: {}", list(&kinds)),
        count => format!("{count} records: {}", list(&kinds)),
    };
    for (source, kinds) in &sources {
        let _ = write!(
            out,
            "\n  from {source}: {} ({})",
            kinds.values().sum::<usize>(),
            list(kinds)
        );
    }
    out
}
