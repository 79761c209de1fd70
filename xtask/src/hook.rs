//! What Trunk calls while it builds, so that `trunk build --release` alone makes the whole site.
//!
//! `prepare` runs before Trunk's own cargo, `assemble` after it: the engine, the widget and the page without inline scripts
//! are put beside the app in Trunk's staging folder, and `callboard build` makes a site of them. Trunk publishes the
//! folder only if all of it worked, so a mistake leaves the last good site where it was. Where only the app is wanted
//! ([`APP_ONLY`]), to be carried by the command, the folder stays without a catalogue.

use crate::{Result, fingerprint, html, link, process, scripts, tools, wasm, workspace};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the browser runs.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Set where only the app is wanted.
pub const APP_ONLY: &str = "CALLBOARD_APP_ONLY";

/// The command that makes the site of the catalogue, where one is there; else it is built.
pub const COMMAND: &str = "CALLBOARD_BIN";

/// Folders whose files are published as they are: the engine's scripts, the widget, and what the page does on the
/// reader's device.
const ENGINE_SCRIPTS: &str = "engine/js";
const WIDGET: &str = "app/widget";
const DEVICE: &str = "app/device";

/// Before Trunk's build: what it would stumble over, said in words.
pub fn prepare() -> Result {
    if !has_wasm_target() {
        return Err("Rust for the browser is missing: `rustup target add wasm32-unknown-unknown`, or let `cargo xtask build` do it".into());
    }
    let bindgen = tools::wasm_bindgen()?;
    let on_path = process::on_path(bindgen.program)
        .and_then(|path| process::output(Command::new(path).arg("--version")));
    if !on_path.is_some_and(|said| said.split_whitespace().any(|word| word == bindgen.version)) {
        return Err(format!(
            "Trunk needs wasm-bindgen {} on PATH, the version in Cargo.lock: `cargo install --locked {} --version {}`, or let `cargo xtask build` do it",
            bindgen.version, bindgen.package, bindgen.version
        )
        .into());
    }
    // Trunk is told to stay offline, which it passes on to cargo: the crates must be here by then.
    process::run(process::cargo(&workspace::root()).args([
        "fetch",
        "--quiet",
        "--target",
        WASM_TARGET,
    ]))?;
    write_cargo_settings()
}

/// After Trunk's build: everything beside the app.
pub fn assemble() -> Result {
    let variable = |name: &str| {
        env::var(name).map_err(|_| format!("{name} is not set: `hook assemble` is called by Trunk"))
    };
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let release = variable("TRUNK_PROFILE")? == "release";
    let of_the_app = files_in(&staging)?;

    engine(&staging, release)?;
    copy_all(WIDGET, &staging)?;
    copy_all(DEVICE, &staging)?;
    page(&staging, &of_the_app, release)?;
    if env::var_os(APP_ONLY).is_some() {
        return Ok(());
    }
    site(&staging, release)
}

/// The engine: its module, and the scripts that load it.
pub fn engine(staging: &Path, release: bool) -> Result {
    wasm::engine(staging, release)?;
    copy_all(ENGINE_SCRIPTS, staging)?;
    if release {
        rewrite(&staging.join(scripts::API), |text| {
            html::readdress(text, wasm::MODULE, wasm::PACKED)
        })?;
    }
    Ok(())
}

fn copy_all(folder: &str, staging: &Path) -> Result {
    let folder = workspace::root().join(folder);
    for name in files_in(&folder)? {
        copy(&folder.join(&name), &staging.join(&name))?;
    }
    Ok(())
}

/// The site: the app's files go to a folder of their own, from where `callboard build` takes them as from itself. Its
/// diagnostics go straight to the terminal.
fn site(staging: &Path, release: bool) -> Result {
    let app =
        workspace::target()?
            .join("callboard")
            .join(if release { "app" } else { "app-debug" });
    if app.exists() {
        fs::remove_dir_all(&app)
            .map_err(|error| format!("cannot empty {}: {error}", app.display()))?;
    }
    // Trunk goes on with the folder itself, so only what is in it moves.
    move_all(staging, &app)?;
    let mut command = command(release);
    command
        .args(["build", "catalog", "--in-place", "--app"])
        .arg(&app)
        .arg("--out")
        .arg(staging);
    process::run(&mut command).map_err(|_| {
        "the site was not built; what is above says why, and nothing was published".into()
    })
}

/// `callboard`, to be given its arguments.
fn command(release: bool) -> Command {
    if let Some(there) = env::var_os(COMMAND) {
        let mut command = Command::new(there);
        command
            .current_dir(workspace::root())
            // One that is not optimised makes the same bytes then.
            .env("CALLBOARD_PATIENT", "1");
        return command;
    }
    let mut command = process::cargo(&workspace::root());
    command.args([
        "run",
        "--package",
        "callboard-indexer",
        "--bin",
        "callboard",
    ]);
    if release {
        // It takes the app from a folder, so it carries none.
        command.args(["--release", "--no-default-features"]);
    }
    command.arg("--");
    command
}

/// Moves what is in a folder to another, which is made.
fn move_all(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to).map_err(|error| format!("cannot make {}: {error}", to.display()))?;
    let entries =
        fs::read_dir(from).map_err(|error| format!("cannot list {}: {error}", from.display()))?;
    for entry in entries {
        let entry = entry.map_err(|error| format!("cannot list {}: {error}", from.display()))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            move_all(&path, &target)?;
            fs::remove_dir(&path)
                .map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
        } else {
            // The target folder may be on another disk, where nothing can be renamed to.
            copy(&path, &target)?;
            fs::remove_file(&path)
                .map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// The page: its start script, no inline scripts and, for release, addresses that change with the
/// contents.
fn page(staging: &Path, of_the_app: &[String], release: bool) -> Result {
    let path = staging.join("index.html");
    let (mut page, inline) = html::without_inline_scripts(&read(&path)?, "page");
    for (name, script) in &inline {
        // Trunk fills these in where it serves HTML, and only there.
        let script = script
            .replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host")
            .replace("{{__TRUNK_WS_BASE__}}", "/");
        write(&staging.join(name), &script)?;
    }
    let module = single(of_the_app, |name| name.ends_with("_bg.wasm"))?;
    let glue = module.replace("_bg.wasm", ".js");
    for script in ["start.js"].into_iter().chain(scripts::TAKEN_IN) {
        copy(
            &workspace::root().join("app").join(script),
            &staging.join(script),
        )?;
    }
    if release {
        let styles: Vec<&str> = of_the_app
            .iter()
            .filter(|name| name.ends_with(".css"))
            .map(String::as_str)
            .collect();
        // A file is renamed after those it names, so that its own name covers theirs.
        let packed = format!("{module}.z");
        let mut names: Vec<&str> = vec![&packed];
        if scripts::minify(staging, "start.js", &glue, &module, &styles)? {
            let script = read(&staging.join("start.js"))?;
            wasm::drop_unused_exports(&staging.join(&module), &script)?;
            let script = wasm::shorten_names(&staging.join(&module), &script)?;
            write(&staging.join("start.js"), &script)?;
            page = html::without_preload(&page, &glue);
        } else {
            names.push(&glue);
        }
        wasm::optimise(&staging.join(&module), &wasm::OF_THE_APP)?;
        wasm::compress(&staging.join(&module), &staging.join(&packed))?;
        fs::remove_file(staging.join(&module))?;
        rewrite(&staging.join("start.js"), |text| {
            html::readdress(text, &module, &packed)
        })?;
        page = html::readdress(&page, &module, &packed);
        page = html::readdress(&page, wasm::MODULE, wasm::PACKED);
        names.push("start.js");
        names.extend(styles);
        for (at, name) in names.iter().enumerate() {
            let bytes = fs::read(staging.join(name))
                .map_err(|error| format!("cannot read {name}: {error}"))?;
            let renamed = with_fingerprint(name, &bytes);
            fs::rename(staging.join(name), staging.join(&renamed))
                .map_err(|error| format!("cannot rename {name}: {error}"))?;
            for later in names
                .iter()
                .skip(at + 1)
                .filter(|later| later.ends_with(".js"))
            {
                rewrite(&staging.join(later), |text| {
                    html::readdress(text, name, &renamed)
                })?;
            }
            page = html::readdress(&page, name, &renamed);
            if *name == "start.js" {
                scripts::single_file(staging, &renamed)?;
            }
        }
    }
    write(&path, &page)
}

/// Settings that every wasm build of this workspace shares, in a file that `.cargo/config.toml`
/// includes: its linker, and that paths of this machine do not belong in what is published; without them the same
/// sources give the same bytes anywhere. Called once the crates are fetched, when their folder is known.
pub fn write_cargo_settings() -> Result {
    let root = workspace::root();
    let mut paths: Vec<(PathBuf, String)> = Vec::new();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        Some(
            PathBuf::from(env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?)
                .join(".cargo"),
        )
    });
    if let Some(home) = home {
        // Registry folders carry a hash of the registry's address.
        for source in fs::read_dir(home.join("registry").join("src"))
            .into_iter()
            .flatten()
            .flatten()
        {
            paths.push((source.path(), "crates".into()));
        }
        paths.push((home, "cargo".into()));
    }
    if let Some(sysroot) = process::output(Command::new("rustc").args(["--print", "sysroot"])) {
        paths.push((
            PathBuf::from(sysroot)
                .join("lib")
                .join("rustlib")
                .join("src")
                .join("rust"),
            "rust".into(),
        ));
    }
    paths.push((root.clone(), "callboard".into()));
    paths.sort();
    let flags: Vec<String> = paths
        .iter()
        .map(|(path, name)| format!("  '--remap-path-prefix={}={name}',\n", path.display()))
        .collect();
    let folder = root.join(".callboard");
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let linker = link::install(&folder)?;
    let settings = format!(
        "# Written by xtask. See `write_cargo_settings` there.\n[target.{WASM_TARGET}]\nlinker = '{}'\nrustflags = [\n{}]\n",
        linker.display(),
        flags.concat()
    );
    let file = folder.join("cargo.toml");
    if fs::read_to_string(&file).is_ok_and(|there| there == settings) {
        return Ok(());
    }
    write(&file, &settings)
}

/// Whether this toolchain can compile for the browser.
pub fn has_wasm_target() -> bool {
    process::output(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        WASM_TARGET,
    ]))
    .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// The target of this machine.
pub fn host() -> Option<String> {
    let said = process::output(Command::new("rustc").arg("-vV"))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}

fn with_fingerprint(name: &str, bytes: &[u8]) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{}.{extension}", fingerprint::of(bytes))
}

fn single(names: &[String], wanted: impl Fn(&str) -> bool) -> Result<String> {
    let mut found = names.iter().filter(|name| wanted(name));
    match (found.next(), found.next()) {
        (Some(name), None) => Ok(name.clone()),
        _ => Err(format!(
            "expected one wasm module of the app in Trunk's staging folder, but found {names:?}"
        )
        .into()),
    }
}

/// Names of the files directly in a folder, sorted.
pub fn files_in(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Copies a file; the error names both ends.
pub fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map_err(|error| {
        format!(
            "cannot copy {} to {}: {error}",
            from.display(),
            to.display()
        )
    })?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

fn rewrite(path: &Path, change: impl Fn(&str) -> String) -> Result {
    write(path, &change(&read(path)?))
}

fn write(path: &Path, text: &str) -> Result {
    fs::write(path, text)
        .map_err(|error| format!("cannot write {}: {error}", path.display()).into())
}
