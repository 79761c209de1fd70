//! `callboard publish-files`: the files of each host, and that nobody's own are lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it leaves out"
)]

mod stand_in;

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
                "hosting/netlify.sh",
                "catalog/static/_headers",
            ],
        ),
        (
            "cloudflare",
            &[
                ".github/workflows/check.yml",
                ".github/workflows/publish.yml",
                "catalog/static/_headers",
            ],
        ),
        ("nginx", &["hosting/callboard.conf"]),
        ("apache", &["catalog/static/.htaccess"]),
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

/// Servers of one's own are told of the page for what is not there by its path from the top of the host.
#[test]
fn a_site_below_a_path_has_its_page_for_what_is_not_there_below_it() {
    for (host, file, line) in [
        ("nginx", "hosting/callboard.conf", "error_page 404 PATH;"),
        (
            "apache",
            "catalog/static/.htaccess",
            "ErrorDocument 404 PATH",
        ),
    ] {
        for (site, path) in [
            ("", "/404.html"),
            (
                "[site]\nurl = \"https://example.org/calls\"\n",
                "/calls/404.html",
            ),
        ] {
            let out = place(&format!("below-{host}"));
            fs::create_dir_all(out.join("catalog")).unwrap();
            let toml =
                format!("name = {{ en = \"A\" }}\nlanguages = [\"en\"]\nzone = \"UTC\"\n{site}");
            fs::write(out.join("catalog/catalog.toml"), toml).unwrap();
            assert!(publish_files(host, &out).status.success());
            let text = fs::read_to_string(out.join(file)).unwrap();
            let line = line.replace("PATH", path);
            assert!(text.lines().any(|other| other == line), "{line}: {text}");
        }
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
        assert!(check.contains(&format!("run: callboard {}\n", arguments.join(" "))));
    }
    let release = fs::read_to_string(root.join(".github/workflows/release.yml")).unwrap();
    let mut log = callboard_indexer::diagnostic::Log::new("release.yml", &release);
    let node = callboard_indexer::yaml::parse(&release, 1, &mut log);
    assert!(node.is_some() && log.finish().is_empty());
    let checked = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .current_dir(&root)
        .args(arguments)
        .output()
        .unwrap();
    assert!(checked.status.success());
    let toml = fs::read_to_string(root.join("indexer/hosting/netlify.toml")).unwrap();
    let build: toml::Table = toml.parse().unwrap();
    assert_eq!(build["build"]["publish"].as_str(), Some("site"));
    // What the host would make of a page has another hash than what was built.
    let processing = &build["build"]["processing"];
    assert_eq!(processing["skip_processing"].as_bool(), Some(true));
    assert_eq!(processing["html"]["pretty_urls"].as_bool(), Some(false));
}

/// The steps of a workflow that install the command and build, run here against a release in a folder.
#[cfg(target_os = "linux")]
#[test]
fn what_hosts_run_takes_a_release_and_builds() {
    for program in ["curl", "tar", "sha256sum", "bash"] {
        if Command::new(program).arg("--version").output().is_err() {
            println!("NOT RUN: {program} is not here");
            return;
        }
    }
    let out = place("release");
    let name = "callboard-x86_64-unknown-linux-gnu";
    let releases = out.join("an-owner/a-name/releases/latest/download");
    fs::create_dir_all(releases.join(name)).unwrap();
    fs::copy(
        env!("CARGO_BIN_EXE_callboard"),
        releases.join(name).join("callboard"),
    )
    .unwrap();
    let shell = |folder: &Path, script: &str| {
        let done = Command::new("bash")
            .arg("-c")
            .arg(script)
            .current_dir(folder)
            .env("RUNNER_TEMP", &out)
            .env("GITHUB_PATH", out.join("path"))
            .env("CALLBOARD_REPOSITORY", "an-owner/a-name")
            .env("CALLBOARD_APP", stand_in::app())
            .output()
            .unwrap();
        (
            done.status.success(),
            format!("{}{}", text(&done.stdout), text(&done.stderr)),
        )
    };
    // The archive as `cargo xtask dist` makes it: a folder of its name, and the line of its sum.
    let packed = shell(
        &releases,
        &format!("tar czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > {name}.tar.gz.sha256"),
    );
    assert!(packed.0, "{}", packed.1);
    let here =
        |text: &str| text.replace("https://github.com", &format!("file://{}", out.display()));

    assert!(publish_files("github", &out).status.success());
    let workflow = fs::read_to_string(out.join(".github/workflows/publish.yml")).unwrap();
    let (_, rest) = workflow.split_once("run: |\n").unwrap();
    let steps: Vec<&str> = rest
        .lines()
        .take_while(|line| line.starts_with("          "))
        .collect();
    let install = here(&steps.join("\n"));
    let (done, said) = shell(&out, &install);
    assert!(done, "{said}");
    let path = fs::read_to_string(out.join("path")).unwrap();
    assert_eq!(path.trim(), out.join(name).display().to_string());
    let version = Command::new(Path::new(path.trim()).join("callboard"))
        .arg("--version")
        .output()
        .unwrap();
    assert_eq!(
        text(&version.stdout),
        format!("callboard {}\n", env!("CARGO_PKG_VERSION"))
    );
    let (done, said) = shell(
        &out,
        &install
            .replace("a-name", "x")
            .replace("$CALLBOARD_REPOSITORY", "an-owner/none"),
    );
    assert!(!done && said.contains("has no release with"), "{said}");

    assert!(publish_files("netlify", &out).status.success());
    let catalog = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["new", "fresh"])
        .current_dir(&out)
        .output()
        .unwrap();
    assert!(catalog.status.success());
    for part in ["catalog.toml", "queries.toml", "records"] {
        fs::rename(out.join("fresh").join(part), out.join("catalog").join(part)).unwrap();
    }
    let script = here(&fs::read_to_string(out.join("hosting/netlify.sh")).unwrap());
    let (done, said) = shell(&out, &script);
    assert!(done, "{said}");
    assert!(out.join("site/index.html").is_file());
    // The host's own headers take the place of the app's.
    assert_eq!(
        fs::read(out.join("site/_headers")).unwrap(),
        fs::read(out.join("catalog/static/_headers")).unwrap()
    );
}
