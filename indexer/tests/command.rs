//! The command as its users call it: exit codes, what is written, what is said when something is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn callboard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(arguments)
        .output()
        .unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("command")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn catalog() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../catalog")
        .display()
        .to_string()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

/// A pack of the real catalogue.
fn pack(name: &str) -> PathBuf {
    let out = folder(name);
    let built = callboard(&[
        "build",
        &catalog(),
        "--pack-only",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    out
}

#[track_caller]
fn refuses(out: &Path, says: &str) {
    let answer = callboard(&["query", out.to_str().unwrap(), "call"]);
    let error = String::from_utf8_lossy(&answer.stderr);
    assert_eq!(answer.status.code(), Some(1), "{error}");
    assert!(error.contains(says), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn two_builds_are_the_same_bytes_and_the_second_writes_nothing() {
    let (one, two) = (pack("one"), pack("two"));
    assert_eq!(files(&one), files(&two));
    let again = callboard(&[
        "build",
        &catalog(),
        "--pack-only",
        "--out",
        one.to_str().unwrap(),
    ]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 of them new"));
}

#[test]
fn a_mistake_leaves_the_last_pack_as_it_was() {
    let out = pack("kept");
    let before = files(&out);
    let broken = folder("broken");
    fs::write(broken.join("catalog.toml"), "name = 5").unwrap();
    let built = callboard(&[
        "build",
        broken.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(built.status.code(), Some(1));
    let told = |built: &Output| {
        [&built.stdout, &built.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let [found, said] = told(&built);
    assert!(
        found.contains("catalog.toml:1:8: error [wrong-shape]") && found.contains("3 errors"),
        "{found}"
    );
    assert!(said.starts_with("nothing was written"), "{said}");
    assert_eq!(files(&out), before);
    // What is found is data where data is asked for.
    let built = callboard(&[
        "build",
        broken.to_str().unwrap(),
        "--json",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(built.status.code(), Some(1));
    let [found, said] = told(&built);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    let found = found["found"].as_array().unwrap();
    assert!(
        found
            .iter()
            .any(|d| d["code"] == "wrong-shape" && d["line"] == 1)
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(files(&out), before);
}

#[test]
fn checks_answer_for_people_and_machines() {
    let text = callboard(&["check", &catalog()]);
    assert!(text.status.success());
    assert!(String::from_utf8_lossy(&text.stdout).contains("133 records: 12 event, 3 training"));
    let json = callboard(&["check", &catalog(), "--json"]);
    let list: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .all(|d| d["severity"] == "note")
    );
    assert_eq!(callboard(&["check", "nowhere"]).status.code(), Some(1));
}

#[test]
fn a_wrong_call_is_told_apart_from_a_failure() {
    assert_eq!(callboard(&["serch"]).status.code(), Some(2));
    assert_eq!(callboard(&["query"]).status.code(), Some(2));
    for values in [
        &["query", "nowhere", "--as-of", "tomorrow"] as &[&str],
        &["query", "nowhere", "--filter", "event"],
        &["stale", "nowhere", "--as-of", "tomorrow"],
        &["links", "nowhere", "--timeout", "0"],
        &["new", "nowhere", "--lang", "english"],
        &["add", "event", " ", "--catalog", &catalog()],
        &["add", "event", "A", "title", "--catalog", &catalog()],
        &["build", &catalog(), "--base", "nowhere"],
    ] {
        assert_eq!(callboard(values).status.code(), Some(2), "{values:?}");
    }
    let french = callboard(&["new", "nowhere", "--lang", "fr_CA"]);
    assert!(String::from_utf8_lossy(&french.stderr).contains("write `fr-CA`"));
    assert!(callboard(&["--help"]).status.success());
    assert!(callboard(&["explain", "unknown-value"]).status.success());
    assert_eq!(callboard(&["explain", "nonsense"]).status.code(), Some(1));
}

#[test]
fn a_record_and_a_query_are_json() {
    let out = pack("asked");
    let out = out.to_str().unwrap();
    let record = callboard(&["record", out, "resistance-hotline"]);
    let record: serde_json::Value = serde_json::from_slice(&record.stdout).unwrap();
    assert_eq!(record["card"]["actions"][0]["phone"], "+18446832669");
    let answer = callboard(&[
        "query",
        out,
        "mass call",
        "--filter",
        "kind:event",
        "--as-of",
        "2024-11-07T12:00Z",
        "--json",
        "--explain",
    ]);
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(answer["hits"][0]["id"], "mass-call-2024-11-07");
    assert_eq!(answer["hits"][0]["time"], "upcoming");
    assert!(
        answer["hits"][0]["why"]["sentence"]
            .as_str()
            .unwrap()
            .ends_with('.')
    );
    // Without words everything is listed, of a translated pair one, or everything that passes.
    for (more, total) in [(vec![], 132), (vec!["--filter", "kind:event"], 12)] {
        let all = [vec!["query", out, "--json"], more].concat();
        let answer = callboard(&all);
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
        assert_eq!(answer["total"], total, "{all:?}");
    }
    assert_eq!(
        callboard(&["record", out, "nothing"]).status.code(),
        Some(1)
    );
    assert_eq!(
        callboard(&["query", out, "call", "--as-of", "soon"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_pack_that_cannot_be_used_is_explained() {
    refuses(&folder("nothing"), "there is no pack in");

    let out = pack("version");
    fs::write(
        out.join("callboard.json"),
        r#"{"format":99,"first":"0000000000000000.cbp"}"#,
    )
    .unwrap();
    let reads = callboard_engine::pack::FORMAT;
    refuses(
        &out,
        &format!("has format 99, but this engine reads format {reads}"),
    );

    let out = pack("cut");
    for (name, bytes) in files(&out)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".cbp"))
    {
        fs::write(out.join(name), &bytes[..bytes.len() / 2]).unwrap();
    }
    refuses(&out, "is damaged");

    let out = pack("altered");
    for (name, mut bytes) in files(&out)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".cbp"))
    {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(out.join(name), bytes).unwrap();
    }
    refuses(&out, "damaged");
}

#[test]
fn any_json_lines_are_packed_asked_and_scored() {
    let out = folder("lines");
    let path = |name: &str| out.join(name).display().to_string();
    // Synthetic records: number n has the words of n in base 3.
    let words = ["call", "strike", "toolkit"];
    let text = |n: usize| {
        [n % 3, n / 3 % 3, n / 9 % 3]
            .map(|digit| words[digit])
            .join(" ")
    };
    let records: String = (0..27)
        .map(|n| {
            format!(
                "{{\"id\":\"r{n}\",\"title\":\"Record {n}\",\"text\":\"{}\"}}\n",
                text(n)
            )
        })
        .collect();
    fs::write(path("records.jsonl"), records).unwrap();
    fs::write(
        path("queries.jsonl"),
        "{\"_id\":\"1\",\"text\":\"record 26 \"}\n",
    )
    .unwrap();
    fs::write(path("qrels.tsv"), "query-id\tcorpus-id\tscore\n1\tr26\t1\n").unwrap();
    let pack = path("pack");
    for arguments in [
        vec!["index", &path("records.jsonl"), "--out", &pack],
        vec![
            "query",
            &pack,
            "--queries",
            &path("queries.jsonl"),
            "--run",
            &path("out.trec"),
            "-k",
            "100",
        ],
    ] {
        let done = callboard(&arguments);
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let scored = callboard(&["eval", &path("qrels.tsv"), &path("out.trec"), "--json"]);
    let scores: serde_json::Value = serde_json::from_slice(&scored.stdout).unwrap();
    assert_eq!(
        (scores["queries"].as_u64(), scores["success1"].as_f64()),
        (Some(1), Some(1.0))
    );
    let answer = callboard(&["query", &pack, "call", "--match", "exact", "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    // All but the eight records without it.
    assert_eq!(answer["total"], 19);
}

/// Of a key that is there twice the last value counts, and the other is told.
#[test]
fn a_key_that_is_there_twice_in_json_lines_is_told() {
    let out = folder("twice");
    let path = |name: &str| out.join(name).display().to_string();
    let records = path("records.jsonl");
    let lines = "{\"id\":\"a\",\"title\":\"Strike\"}\n\n{\"id\":\"b\", \"title\":\"Rent\", \"title\":\"Rent strike\"}\n";
    fs::write(&records, lines).unwrap();
    let pack = path("pack");
    let done = callboard(&["index", &records, "--out", &pack]);
    let said = String::from_utf8_lossy(&done.stdout);
    let told = format!(
        "{records}:3:28: warning [duplicate-key] the key `title` is there twice; the last counts, and “Rent” is lost\n"
    );
    assert!(done.status.success() && said.starts_with(&told), "{said}");
    let done = callboard(&["index", &records, "--out", &pack, "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(told["found"][0]["line"], 3, "{told}");
}

/// Exports write `null` for what is not there; it is no word, no facet and no id.
#[test]
fn nothing_in_json_lines_is_not_packed_as_a_word() {
    let out = folder("nothing");
    let path = |name: &str| out.join(name).display().to_string();
    let pack = path("pack");
    fs::write(path("config.toml"), "facets = [\"kind\"]\n").unwrap();
    let index = |records: &str| {
        fs::write(path("records.jsonl"), records).unwrap();
        let records = path("records.jsonl");
        let config = path("config.toml");
        let done = callboard(&["index", &records, "--config", &config, "--out", &pack]);
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let good = "{\"_id\":null,\"id\":\"a\",\"title\":null,\"name\":\"Strike\",\"text\":null,\"kind\":[null,\"call\"]}\n";
    assert_eq!(index(good), "");
    let ask = |text: &str| -> serde_json::Value {
        let answer = callboard(&["query", &pack, text, "--match", "exact", "--json"]);
        serde_json::from_slice(&answer.stdout).unwrap()
    };
    assert_eq!(ask("null")["total"], 0);
    let answer = ask("strike");
    assert_eq!(answer["hits"][0]["id"], "a");
    assert_eq!(answer["facets"]["kind"], serde_json::json!([["call", 1]]));
    for (records, says) in [
        ("{\"id\":null}\n", ":1: expected one of the keys"),
        ("{\"id\":\"\"}\n", ":1: the id is empty"),
    ] {
        let said = index(records);
        assert!(said.contains(says), "{said}");
    }
}

/// Some programs begin a file of UTF-8 with a mark, which is no part of what is in it.
#[test]
fn a_mark_before_lines_is_no_part_of_them() {
    let out = folder("mark");
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        fs::write(&path, format!("\u{feff}{text}")).unwrap();
        path.display().to_string()
    };
    let (pack, run) = (out.join("pack"), out.join("run"));
    let (pack, run) = (pack.display().to_string(), run.display().to_string());
    let records = write("records.jsonl", "{\"id\":\"a\",\"title\":\"Strike\"}\n");
    let queries = write("queries.jsonl", "{\"id\":1,\"text\":\"strike\"}\n");
    for arguments in [
        vec!["index", &records, "--out", &pack],
        vec!["query", &pack, "--queries", &queries, "--run", &run],
    ] {
        let done = callboard(&arguments);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
    }
    let ranking = write("ranking", &fs::read_to_string(&run).unwrap());
    for qrels in ["1\ta\t1\n", "query-id\tcorpus-id\tscore\n1\ta\t1\n"] {
        let qrels = write("qrels", qrels);
        let scored = callboard(&["eval", &qrels, &ranking, "--json"]);
        let scores: serde_json::Value = serde_json::from_slice(&scored.stdout).unwrap();
        assert_eq!(scores["success1"].as_f64(), Some(1.0));
    }
}

/// What a run says can be read again, or it is not written.
#[test]
fn an_id_with_a_space_is_not_written_into_a_run() {
    let out = folder("spaces");
    let path = |name: &str| out.join(name).display().to_string();
    fs::write(path("records.jsonl"), "{\"name\":\"The Who\"}\n").unwrap();
    fs::write(path("queries.jsonl"), "{\"id\":1,\"text\":\"who\"}\n").unwrap();
    let (pack, run) = (path("pack"), path("run"));
    let done = callboard(&["index", &path("records.jsonl"), "--out", &pack]);
    assert!(done.status.success());
    let queries = path("queries.jsonl");
    let asked = callboard(&["query", &pack, "--queries", &queries, "--run", &run]);
    let said = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(
        !asked.status.success() && said.contains("\"The Who\" cannot stand in a run"),
        "{said}"
    );
    assert!(!out.join("run").exists());
}

/// A score is one of a ranking and of judgements that were read.
#[test]
fn what_cannot_be_scored_is_a_failure_with_its_line() {
    let out = folder("scored");
    let head = "query-id\tcorpus-id\tscore\n";
    let good = [
        ("1\ta\t1\n".to_owned(), "1 Q0 a 1 2 x\n"),
        (format!("{head}1\ta\t1\n"), "1 Q0 a 1 2 x\n\n"),
        // A search that found nothing is scored with 0.
        ("1 0 a 1\n".to_owned(), ""),
    ];
    let qrels = out.join("qrels").display().to_string();
    let run = out.join("run").display().to_string();
    let score = |judgements: &str, ranking: &str, k: &str| {
        fs::write(&qrels, judgements).unwrap();
        fs::write(&run, ranking).unwrap();
        let scored = callboard(&["eval", &qrels, &run, "-k", k]);
        let error = String::from_utf8_lossy(&scored.stderr).into_owned();
        (scored.status.code(), error)
    };
    for (judgements, ranking) in good {
        let scored = score(&judgements, ranking, "10");
        assert_eq!(scored, (Some(0), String::new()));
    }
    for (judgements, ranking, says) in [
        ("1\ta\t1\n", "junk\n", "run:1: cannot read `junk`\n"),
        (
            "1\ta\t1\n",
            "1 Q0 a 1 2 x\n1 Q0 b 2 NaN x\njunk\n",
            "run:2: cannot read `1 Q0 b 2 NaN x`, nor one more line",
        ),
        ("junk\n", "", "qrels:1: cannot read `junk`"),
        (head, "", "qrels: there is no judgement in it"),
        ("", "", "qrels: there is no judgement in it"),
        ("1\ta\t0\n", "", "qrels: no query has a relevant document"),
    ] {
        let (code, error) = score(judgements, ranking, "10");
        assert_eq!(code, Some(1), "{error}");
        assert!(error.contains(says), "{error}");
    }
    assert_eq!(score("1\ta\t1\n", "1 Q0 a 1 2 x\n", "0").0, Some(2));
}

/// Runs a command whose reader closes the pipe before anything is written.
#[cfg(unix)]
fn to_nobody(arguments: &[&str], errors_too: bool) -> (Option<i32>, String) {
    use std::os::fd::OwnedFd;
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command
        .args(arguments)
        .stdout(OwnedFd::from(writer.try_clone().unwrap()));
    if errors_too {
        command.stderr(OwnedFd::from(writer));
    }
    let done = command.output().unwrap();
    (
        done.status.code(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_had_enough_is_no_failure_and_hides_none() {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
    let small = small.to_str().unwrap();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("to-nobody");
    let out = out.to_str().unwrap();
    for (arguments, code) in [
        (&["explain"][..], 0),
        (&["check", small], 0),
        (&["stale", small], 0),
        (&["build", small, "--pack-only", "--out", out], 0),
        (&["query", out, "call"], 0),
        (&["check", "no-such-folder"], 1),
    ] {
        assert_eq!(
            to_nobody(arguments, false),
            (Some(code), String::new()),
            "{arguments:?}"
        );
        assert_eq!(
            to_nobody(arguments, true),
            (Some(code), String::new()),
            "{arguments:?}"
        );
    }
}

/// A full disk is told, where the system has one to try.
#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_a_failure() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .arg("explain")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(said, "error: the output could not be written\n");
}

/// Every command shows by an example how it is called, and has an answer for machines.
#[test]
fn every_command_has_an_example_and_an_answer_for_machines() {
    let help = |command: &str| {
        let shown = callboard(&[command, "--help"]);
        assert_eq!(shown.status.code(), Some(0));
        String::from_utf8(shown.stdout).unwrap()
    };
    let all = String::from_utf8(callboard(&["--help"]).stdout).unwrap();
    let listed = all.split_once("Commands:").unwrap().1;
    let mut count = 0;
    let lines = listed
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "));
    for line in lines {
        let command = line.split(' ').next().unwrap();
        // A description that is too long for one line goes on in the next.
        if command.is_empty() || command == "help" {
            continue;
        }
        let text = help(command);
        let example = format!("  callboard {command}");
        assert!(
            text.contains("Example") && text.contains(&example),
            "{text}"
        );
        assert!(text.contains("--json"), "{text}");
        count += 1;
    }
    assert_eq!(count, 14, "{listed}");
}

/// What is told in words where a person asks is told as data where a program does.
#[test]
fn beginning_adding_and_packing_are_told_as_data() {
    let told = |arguments: &[&str]| -> serde_json::Value {
        let done = callboard(arguments);
        let error = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(0), "{error}");
        serde_json::from_slice(&done.stdout).unwrap()
    };
    let place = folder("as-data");
    let catalog = place.join("catalog").display().to_string();
    let made = told(&["new", &catalog, "--json"]);
    assert_eq!(made["folder"], catalog);
    assert!(made["files"].as_u64().unwrap() > 20);
    let added = told(&["add", "event", "A call", "--catalog", &catalog, "--json"]);
    assert_eq!(added["id"], "a-call");
    assert!(Path::new(added["file"].as_str().unwrap()).is_file());
    let out = place.join("pack").display().to_string();
    let packed = told(&["build", &catalog, "--pack-only", "--out", &out, "--json"]);
    assert_eq!(packed["records"], 23);
    let out = place.display().to_string();
    let files = told(&["publish-files", "github", "--out", &out, "--json"]);
    assert_eq!(files["files"].as_array().unwrap().len(), 2);
    assert!(files["steps"].as_str().unwrap().starts_with("1. "));
}

/// Who stands in the catalogue, or names a file or folder of it, is told which folder is meant.
#[test]
fn a_catalogue_that_is_near_is_named() {
    let catalog = fs::canonicalize(catalog()).unwrap();
    for (here, named, meant) in [
        (catalog.clone(), "catalog", "."),
        (catalog.join(".."), "catalog/records", "catalog"),
        (catalog.join(".."), "catalog/catalog.toml", "catalog"),
    ] {
        let checked = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .current_dir(here)
            .args(["check", named])
            .output()
            .unwrap();
        assert_eq!(checked.status.code(), Some(1));
        let said = String::from_utf8_lossy(&checked.stdout).into_owned();
        let fix = format!("name the folder that holds catalog.toml: {meant}\n");
        assert!(said.contains(&fix), "{said}");
    }
}
