//! `cargo xtask install` and `cargo xtask dist`: the command `callboard` with the reader's app inside, for people who have
//! neither Rust nor this repository.
//!
//! The app is built as for a site (see [`hook`]), but without a catalogue; the indexer's build script puts its files into
//! the binary. Not here: what the command does with them (`indexer/src/app.rs`).

use crate::console::{self, Steps};
use crate::setup::{self, Ready};
use crate::{Result, archive, build, hook, process, workspace};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the folder of the app to the indexer's build script.
const APP: &str = "CALLBOARD_APP";

/// Builds the app and installs the command where `cargo install` puts it, or below `root`.
pub fn install(root: Option<&Path>) -> Result {
    let mut steps = Steps::of(setup::steps(&build::NEEDS) + 2);
    let ready = setup::run(&build::NEEDS, &mut steps)?;
    let app = app(&ready, &mut steps)?;
    let started = steps.start("callboard", "cargo install");
    let mut cargo = process::cargo(&workspace::root());
    cargo
        .args([
            "install",
            "--locked",
            "--profile",
            "dist",
            "--path",
            "indexer",
        ])
        .env(APP, &app);
    if let Some(root) = root {
        cargo.arg("--root").arg(root);
    }
    Places::known()?.are_not_named(&mut cargo);
    process::run(&mut cargo)?;
    console::finished("callboard", started);
    Ok(())
}

/// Builds the app and the command, and puts the archive of this machine's kind into `out`. With `tag` the version must be
/// the tag's.
pub fn dist(out: &Path, tag: Option<&str>) -> Result {
    let version = version()?;
    if let Some(tag) = tag
        && tag.strip_prefix('v') != Some(&version)
    {
        return Err(format!(
            "the tag is {tag}, but Cargo.toml has version {version}: expected the tag v{version}"
        )
        .into());
    }
    let host = hook::host().ok_or("`rustc -vV` names no host")?;
    let mut steps = Steps::of(setup::steps(&build::NEEDS) + 3);
    let ready = setup::run(&build::NEEDS, &mut steps)?;
    let app = app(&ready, &mut steps)?;
    if !app.join("single-file").is_dir() {
        return Err("esbuild is not here, so the command could write no single file: an archive for others needs npm, which brings it".into());
    }
    let started = steps.start("callboard", "cargo build --profile dist");
    let places = Places::known()?;
    let mut cargo = process::cargo(&workspace::root());
    cargo
        .args(["build", "--profile", "dist", "--locked"])
        .args(["--package", "callboard-indexer", "--bin", "callboard"])
        .env(APP, &app);
    places.are_not_named(&mut cargo);
    process::run(&mut cargo)?;
    console::finished("callboard", started);
    let program = format!("callboard{}", std::env::consts::EXE_SUFFIX);
    let binary = workspace::target()?.join("dist").join(&program);
    // What is handed on must be the command that it says it is, with its app.
    let said = process::output(Command::new(&binary).arg("--version")).unwrap_or_default();
    if said != format!("callboard {version}") {
        return Err(format!(
            "{} should say `callboard {version}`, but says `{said}`",
            binary.display()
        )
        .into());
    }

    let bytes = fs::read(&binary)
        .map_err(|error| format!("{} cannot be read: {error}", binary.display()))?;
    if let Some(place) = places.named_in(&bytes) {
        return Err(format!(
            "{} names {place}, where it was built: nobody else has that folder",
            binary.display()
        )
        .into());
    }

    let started = steps.start("the archive", &format!("for {host}"));
    let root = workspace::root();
    let mut files = vec![
        (program, binary, true),
        ("LICENSE".to_owned(), root.join("LICENSE"), false),
    ];
    files.extend(pages(&root.join("docs"))?);
    let made = archive::write(out, &format!("callboard-{host}"), &files, cfg!(windows))?;
    console::finished("the archive", started);
    println!(
        "\n{}: {} bytes\n{}",
        made.path.display(),
        made.bytes,
        made.sum.trim_end()
    );
    Ok(())
}

/// Folders of this machine that a compiler would write into a program, for a panic to say where it happened, each with what
/// stands there instead. Of two that begin alike the longer comes last, because the last one counts.
struct Places(Vec<(String, &'static str)>);

impl Places {
    /// Those of this workspace, its target folder, the packages' sources and the compiler's own.
    fn known() -> Result<Places> {
        let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))
            .ok_or("`rustc --print sysroot` names no folder")?;
        let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let cargo_home = cargo_home.or_else(|| Some(env::home_dir()?.join(".cargo")));
        let source = Path::new(&sysroot).join("lib/rustlib/src/rust");
        let mut places: Vec<(String, &str)> = [
            (Some(sysroot.into()), "/rust"),
            (Some(source), "/rust"),
            (cargo_home, "/cargo"),
            (Some(workspace::root()), "/callboard"),
            (Some(workspace::target()?), "/target"),
        ]
        .into_iter()
        .filter_map(|(folder, instead)| Some((folder?.to_str()?.to_owned(), instead)))
        .collect();
        places.sort_by_key(|(folder, _)| folder.len());
        Ok(Places(places))
    }

    /// Has a build name none of them, besides what is asked of the compiler otherwise.
    fn are_not_named(&self, cargo: &mut Command) {
        // The form in which a folder may have spaces.
        const BETWEEN: &str = "\u{1f}";
        let encoded = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
        let plain = || Some(env::var("RUSTFLAGS").ok()?.replace(' ', BETWEEN));
        let mut flags: Vec<String> = encoded.or_else(plain).into_iter().collect();
        flags.retain(|flags| !flags.is_empty());
        let remapped = self.0.iter();
        flags.extend(
            remapped.map(|(folder, instead)| format!("--remap-path-prefix={folder}={instead}")),
        );
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join(BETWEEN));
    }

    /// The first of them that stands in a program.
    fn named_in(&self, program: &[u8]) -> Option<&str> {
        let folders = self.0.iter().map(|(folder, _)| folder.as_str());
        let mut named = folders.filter(|folder| {
            let below = format!("{folder}/");
            let mut parts = program.windows(below.len());
            parts.any(|part| part == below.as_bytes())
        });
        named.next()
    }
}

/// The documentation, as it stands in `folder`: what the command says names its pages, and they name one another and pictures.
fn pages(folder: &Path) -> Result<Vec<archive::Content>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        if let Some(name) = name.filter(|name| name.ends_with(".md")) {
            pages.push((format!("docs/{name}"), path.clone(), false));
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            for picture in links(&text).filter(|link| link.starts_with("images/")) {
                pages.push((format!("docs/{picture}"), folder.join(picture), false));
            }
        }
    }
    // As a folder is read differs between systems, and a picture may be in two pages.
    pages.sort();
    pages.dedup();
    Ok(pages)
}

/// Where the links of a page of Markdown lead, without the parts of pages.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let links = text.split("](").skip(1);
    links.filter_map(|link| link.split([')', '#']).next())
}

/// The app alone, optimised, in a folder of the target folder.
fn app(ready: &Ready, steps: &mut Steps) -> Result<PathBuf> {
    let started = steps.start("the app", "app, engine and widget, optimised");
    let folder = workspace::target()?.join("callboard").join("carried");
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    process::run(
        ready
            .trunk("build")
            .arg("--release")
            .arg("--dist")
            .arg(&folder)
            .env(hook::APP_ONLY, "1"),
    )?;
    console::finished("the app", started);
    Ok(folder)
}

/// The workspace's version.
fn version() -> Result<String> {
    let said = process::output(process::cargo(&workspace::root()).args([
        "pkgid",
        "--offline",
        "--package",
        "callboard-indexer",
    ]))
    .ok_or("`cargo pkgid` failed: is Cargo.toml in order?")?;
    let (_, version) = said
        .rsplit_once(['#', '@'])
        .ok_or("`cargo pkgid` named no version")?;
    Ok(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Places, links, pages};
    use crate::workspace;
    use std::fs;
    use std::process::Command;

    #[test]
    fn a_folder_is_named_where_something_below_it_is() {
        let places = Places(vec![("/builds/a".to_owned(), "/cargo")]);
        assert_eq!(places.named_in(b"src/main.rs /builds/about/x"), None);
        assert_eq!(places.named_in(b"\0/builds/a/x.rs\0"), Some("/builds/a"));
        let mut command = Command::new("cargo");
        places.are_not_named(&mut command);
        let mut set = command.get_envs();
        assert!(set.any(|(name, value)| {
            let value = value.unwrap_or_default().to_string_lossy();
            name == "CARGO_ENCODED_RUSTFLAGS"
                && value.ends_with("--remap-path-prefix=/builds/a=/cargo")
        }));
    }

    /// Every page and picture that is named, by a page or by what the command says, is in the archive.
    #[test]
    fn the_archive_has_all_that_is_named() {
        let root = workspace::root();
        let pages = pages(&root.join("docs")).unwrap();
        let names: Vec<&str> = pages.iter().map(|(name, ..)| name.as_str()).collect();
        assert!(names.contains(&"docs/tutorial.md") && names.is_sorted());
        for (name, path, _) in pages.iter().filter(|(name, ..)| name.ends_with(".md")) {
            let text = fs::read_to_string(path).unwrap();
            for link in links(&text).filter(|link| !link.is_empty() && !link.contains(':')) {
                let inside = format!("docs/{link}");
                assert!(names.contains(&inside.as_str()), "{name} names {link}");
            }
        }
        assert!(names.contains(&"docs/images/tutorial-begins.png"));
        let explained = fs::read_to_string(root.join("indexer/src/explanation.rs")).unwrap();
        for named in explained.split("docs/").skip(1) {
            let page = named.split(".md").next().unwrap();
            let inside = format!("docs/{page}.md");
            assert!(names.contains(&inside.as_str()), "{inside}");
        }
    }
}
