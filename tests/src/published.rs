//! The built site and the ways in which hosts serve it: below a path, to other origins, with a file
//! missing or spoilt.

use crate::server::{Reply, Server};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder that `cargo xtask build` made.
pub fn folder() -> PathBuf {
    let folder =
        env::var_os("CALLBOARD_DIST").map_or_else(|| workspace().join("dist"), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "there is no built site in {}: `cargo xtask build` makes one, `cargo xtask test` makes one and runs these tests",
        folder.display()
    );
    folder
}

/// The workspace's top folder.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the workspace")
        .to_owned()
}

/// The native `callboard` command.
pub fn callboard() -> PathBuf {
    let file = format!("callboard{}", env::consts::EXE_SUFFIX);
    let built = env::var_os("CALLBOARD_BIN").map_or_else(
        || workspace().join("target/release").join(file),
        PathBuf::from,
    );
    assert!(
        built.is_file(),
        "there is no {}: `cargo build --release --package callboard-indexer --no-default-features` makes it",
        built.display()
    );
    built
}

/// The app that the site was made of, as `cargo xtask build` leaves it.
pub fn app() -> PathBuf {
    let folder = env::var_os("CALLBOARD_APP")
        .map_or_else(|| workspace().join("target/callboard/app"), PathBuf::from);
    assert!(
        folder.join("single-file").is_dir(),
        "there is no app with the scripts of a single file in {}: `cargo xtask build` makes one where esbuild is",
        folder.display()
    );
    folder
}

/// The site at the top of an origin of its own, as a host with `_headers` serves it.
pub fn site() -> Server {
    site_below("/")
}

/// The site below a path, which starts and ends with a slash.
pub fn site_below(base: &str) -> Server {
    let (folder, base) = (folder(), base.to_owned());
    Server::start(move |path| file(&folder, &base, path))
}

/// The site with some of its files changed: `change` gets path and reply.
pub fn site_changed(change: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static) -> Server {
    let folder = folder();
    Server::start(move |path| change(path, file(&folder, "/", path)))
}

/// What a static host answers for a path.
pub fn file(folder: &Path, base: &str, path: &str) -> Reply {
    let Some(inside) = path
        .strip_prefix(base)
        .filter(|inside| !inside.contains(".."))
    else {
        return Reply::missing();
    };
    let name = if inside.is_empty() || inside.ends_with('/') {
        format!("{inside}index.html")
    } else {
        inside.to_owned()
    };
    let Ok(body) = fs::read(folder.join(&name)) else {
        return Reply::missing();
    };
    Reply::with(kind(&name), body)
        .header("Access-Control-Allow-Origin", "*")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-cache")
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
