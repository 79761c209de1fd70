//! The built site and the ways in which hosts serve it: below a path, to other origins, with a file
//! missing or spoilt.

use crate::server::{Reply, Server};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

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

/// A catalogue in one file, as `build --single-file` makes it, in a folder of its own.
pub fn single_file(folder: &str) -> PathBuf {
    let folder = scratch(folder);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let file = folder
        .canonicalize()
        .expect("the folder is there")
        .join("calls.html");
    let built = Command::new(callboard())
        .current_dir(workspace())
        .args(["build", "catalog", "--single-file", "--app"])
        .arg(app())
        .arg("--out")
        .arg(&file)
        .output()
        .expect("the command runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    file
}

/// A folder for what one test makes.
pub(crate) fn scratch(name: &str) -> PathBuf {
    workspace().join("target/tests").join(name)
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

/// The same as a host serves it that has its page for what is not there.
pub fn project_below(base: &str) -> Server {
    let (folder, base) = (folder(), base.to_owned());
    let page = fs::read(folder.join("404.html")).expect("every site has the page");
    Server::start(move |path| match file(&folder, &base, path) {
        reply if reply.status == 404 => Reply {
            status: 404,
            ..Reply::with("text/html; charset=utf-8", page.clone())
        },
        reply => reply,
    })
}

/// The site with some of its files changed: `change` gets path and reply.
pub fn site_changed(change: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static) -> Server {
    let folder = folder();
    Server::start(move |path| change(path, file(&folder, "/", path)))
}

/// The site with the pack of another catalogue, which is made in `pack`. Other sites may read it, too.
pub fn site_of(catalog: &Path, pack: PathBuf) -> Server {
    let _ = fs::remove_dir_all(&pack);
    let made = Command::new(callboard())
        .args(["build", "--pack-only"])
        .arg(catalog)
        .arg("--out")
        .arg(&pack)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    site_changed(move |path, reply| match path.strip_prefix("/pack/") {
        Some(file) => fs::read(pack.join(file)).map_or_else(
            |_| Reply::missing(),
            |bytes| {
                Reply::with("application/octet-stream", bytes)
                    .header("Access-Control-Allow-Origin", "*")
            },
        ),
        None => reply,
    })
}

/// The site without the app's module, so that its pages stay as they were made.
pub fn site_without_app() -> Server {
    site_changed(|path, reply| match path.contains("callboard-app") {
        true => Reply::missing(),
        false => reply,
    })
}

/// A host whose published folder can be changed, and which can go away, while somebody is at the site.
pub struct Host {
    /// What it was asked for.
    pub server: Server,
    /// The folder that it publishes; none where it is out of reach.
    published: Arc<Mutex<Option<PathBuf>>>,
}

impl Host {
    /// Publishes a folder below a path, which starts and ends with a slash.
    pub fn publishing(folder: &Path, base: &str) -> Host {
        Host::altering(folder, base, |_, reply| reply)
    }

    /// The same; `change` gets path and reply, and answers.
    pub fn altering(
        folder: &Path,
        base: &str,
        change: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static,
    ) -> Host {
        let published = Arc::new(Mutex::new(Some(folder.to_owned())));
        let (now, base) = (Arc::clone(&published), base.to_owned());
        let server = Server::start(move |path| {
            let folder = now.lock().expect("no thread panics with it").clone();
            folder.map_or_else(Reply::nobody, |folder| {
                change(path, file(&folder, &base, path))
            })
        });
        Host { server, published }
    }

    /// Publishes another folder from now on.
    pub fn publishes(&self, folder: &Path) {
        *self.published.lock().expect("no thread panics with it") = Some(folder.to_owned());
    }

    /// Is out of reach from now on.
    pub fn goes_away(&self) {
        *self.published.lock().expect("no thread panics with it") = None;
    }
}

/// The next version of the site in a folder of its own: `change` gets the folder, then the list of its files is made
/// anew as by whoever publishes.
pub fn next_version(name: &str, change: impl Fn(&Path)) -> PathBuf {
    let to = scratch(name);
    let _ = fs::remove_dir_all(&to);
    copy(&folder(), &to);
    change(&to);
    let listed = Command::new(callboard()).arg("release").arg(&to).output();
    let listed = listed.expect("the command runs");
    assert!(listed.status.success(), "{listed:?}");
    to
}

/// Changes a file of a site.
pub fn rewrite(file: &Path, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(file).expect("the file is there");
    let changed = change(&text);
    assert_ne!(changed, text, "{} is as it was", file.display());
    fs::write(file, changed).expect("the file can be written");
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let path = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &path);
        } else {
            fs::copy(entry.path(), path).expect("a file can be copied");
        }
    }
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
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
