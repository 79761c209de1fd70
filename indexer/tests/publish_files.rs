//! `callboard publish-files`: the files of each host, and that nobody's own are lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn publish_files(host: &str, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["publish-files", host, "--out"])
        .arg(out)
        .output()
        .unwrap()
}

fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("publish-files")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn each_host_gets_its_files_once() {
    for (host, names) in [
        (
            "github",
            &[
                ".github/workflows/check.yml",
                ".github/workflows/publish.yml",
            ] as &[&str],
        ),
        (
            "netlify",
            &[
                ".github/workflows/check.yml",
                "netlify.toml",
                "hosting/_headers",
            ],
        ),
        (
            "cloudflare",
            &[
                ".github/workflows/check.yml",
                ".github/workflows/publish.yml",
                "hosting/_headers",
            ],
        ),
        ("nginx", &["hosting/callboard.conf"]),
        ("apache", &["hosting/.htaccess"]),
    ] {
        let out = place(host);
        let first = publish_files(host, &out);
        assert!(first.status.success(), "{}", text(&first.stderr));
        for name in names {
            let file = fs::read_to_string(out.join(name)).unwrap();
            assert!(!file.is_empty());
            let shown = out.join(name).display().to_string();
            assert!(text(&first.stdout).contains(&format!("{shown}: written")));
        }
        let again = text(&publish_files(host, &out).stdout);
        assert_eq!(again.matches(": unchanged").count(), names.len(), "{again}");
    }
}

#[test]
fn a_file_of_somebodys_own_stops_everything() {
    let out = place("taken");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("netlify.toml"), "# mine\n").unwrap();
    let refused = publish_files("netlify", &out);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("netlify.toml would be written over"));
    assert_eq!(
        fs::read_to_string(out.join("netlify.toml")).unwrap(),
        "# mine\n"
    );
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    assert_eq!(publish_files("geocities", &out).status.code(), Some(2));
}

/// What the workflows and the build of a host call is there.
#[test]
fn workflows_are_yaml_and_call_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let arguments = ["check", "catalog", "--format", "github"];
    for host in ["github", "cloudflare"] {
        let out = place(&format!("workflows-{host}"));
        assert!(publish_files(host, &out).status.success());
        for name in ["check.yml", "publish.yml"] {
            let workflow = fs::read_to_string(out.join(".github/workflows").join(name)).unwrap();
            let mut log = callboard_indexer::diagnostic::Log::new(name, &workflow);
            let node = callboard_indexer::yaml::parse(&workflow, 1, &mut log);
            assert!(node.is_some() && log.finish().is_empty(), "{name}");
        }
        let check = fs::read_to_string(out.join(".github/workflows/check.yml")).unwrap();
        assert!(check.contains(&format!("-- {}\n", arguments.join(" "))));
    }
    let checked = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .current_dir(&root)
        .args(arguments)
        .output()
        .unwrap();
    assert!(checked.status.success());
    let alias = fs::read_to_string(root.join(".cargo/config.toml")).unwrap();
    assert!(alias.contains("xtask"));
    let toml = fs::read_to_string(root.join("indexer/hosting/netlify.toml")).unwrap();
    let build: toml::Table = toml.parse().unwrap();
    assert_eq!(build["build"]["publish"].as_str(), Some("dist"));
}
