//! The engine answers the same in the browser and natively: the bytes of `callboard query --json` are
//! those of the module that readers run.

use crate::run;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use serde_json::Value;
use std::process::Command;

/// Words and filters that go through every part of an answer.
const QUERIES: [(&str, &[&str]); 14] = [
    ("", &[]),
    ("nvda", &[]),
    ("844 683 2669", &[]),
    ("mass call", &[]),
    ("inmigracion", &[]),
    ("inmigración", &[]),
    ("cancel culture", &[]),
    ("M4BL", &[]),
    ("movement for black lives", &[]),
    ("trainign", &[]),
    ("\"mass call\" -recording", &[]),
    ("training", &["kind:event", "kind:training"]),
    ("", &["topic:immigrant-defense"]),
    ("qqqzzzxxx", &[]),
];
const AS_OF: &str = "2024-11-07T12:00Z";

#[test]
fn browser_and_command_answer_to_the_same_byte() {
    let site = published::site();
    let browser = Browser::desktop();
    browser.in_zone("UTC");
    for (words, filters) in QUERIES {
        let chosen: Vec<(&str, &str)> = filters
            .iter()
            .filter_map(|filter| filter.split_once(':'))
            .collect();
        let here = run(
            &browser,
            &site,
            &format!(
                "globalThis.engine ??= await open('/pack/');
                 const filters = {{}};
                 for (const [facet, value] of {}) (filters[facet] ??= []).push(value);
                 return JSON.stringify(await engine.search({}, {{ filters, asOf: new Date('{AS_OF}') }}))",
                Value::from(chosen.iter().map(|(facet, value)| Value::from(vec![*facet, *value])).collect::<Vec<_>>()),
                Value::from(words),
            ),
        );
        let mut command = Command::new(published::callboard());
        command
            .arg("query")
            .arg(published::folder().join("pack"))
            .arg(words)
            .args(["--json", "--as-of", AS_OF]);
        for filter in filters {
            command.args(["--filter", filter]);
        }
        let output = command.output().expect("callboard runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let there = String::from_utf8(output.stdout).expect("JSON is UTF-8");
        assert_eq!(
            here.as_str().unwrap_or_default(),
            there.trim_end(),
            "for {words:?} {filters:?}"
        );
    }
}
