//! `callboard build`: a whole site in a folder, what is told of it, and that nobody's work is lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

mod folders;
mod stand_in;

use folders::{copy, tree};

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.env("CALLBOARD_APP", stand_in::app());
    // What a person keeps between builds is no test's.
    command.env(
        "CALLBOARD_CACHE",
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
    );
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a small catalogue, and where its site goes.
fn place(name: &str) -> (PathBuf, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("site")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outputs/catalog");
    copy(&small, &folder.join("catalog"));
    (folder.join("catalog"), folder.join("site"))
}

fn try_build(catalog: &Path, out: &Path, more: &[&str]) -> Output {
    command()
        .arg("build")
        .arg(catalog)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

#[track_caller]
fn build(catalog: &Path, out: &Path, more: &[&str]) -> String {
    let done = try_build(catalog, out, more);
    assert!(done.status.success(), "{}", text(&done.stderr));
    text(&done.stdout)
}

#[track_caller]
fn told(catalog: &Path, out: &Path) -> Value {
    serde_json::from_str(&build(catalog, out, &["--json"])).unwrap()
}

fn change(catalog: &Path, file: &str, from: &str, to: &str) {
    let path = catalog.join(file);
    let before = fs::read_to_string(&path).unwrap();
    assert!(before.contains(from), "{file} has no {from}");
    fs::write(path, before.replacen(from, to, 1)).unwrap();
}

#[test]
fn everything_is_there_and_the_page_speaks_of_the_catalogue() {
    let (catalog, out) = place("whole");
    let said = build(&catalog, &out, &[]);
    assert!(
        said.contains("10 records in") && said.contains("the first release here"),
        "{said}"
    );
    let site = tree(&out);
    for path in [
        "callboard-engine.js",
        "callboard.js",
        "callboard-release.json",
        "data/records.json",
        "feeds/all.atom",
        "index.html",
        "pack/callboard.json",
        "sitemap.xml",
        "start-0000000000000001.js",
    ] {
        assert!(site.contains_key(path), "{path}");
    }
    assert!(!site.keys().any(|path| path.starts_with("single-file")));
    let page = text(&site["index.html"]);
    assert!(page.contains("<title>Small &amp; Co</title>"), "{page}");
    assert!(
        page.contains("content=\"Calls &lt;and&gt; more\""),
        "{page}"
    );
    assert!(page.contains("href=\"opensearch.xml\""), "{page}");

    let other = out.with_file_name("other");
    build(&catalog, &other, &[]);
    assert_eq!(tree(&other), site, "two builds differ");
    assert!(build(&catalog, &out, &[]).contains("nothing changed"));
    assert_eq!(tree(&out), site);
}

#[test]
fn another_release_says_what_changed_and_keeps_the_chunks_of_the_last() {
    let (catalog, out) = place("changes");
    build(&catalog, &out, &[]);
    let before = tree(&out);
    change(&catalog, "records/hotline.md", "title: ", "title: New ");
    fs::rename(
        catalog.join("records/toolkit.md"),
        catalog.join("records/kit.md"),
    )
    .unwrap();
    let told_first = told(&catalog, &out);
    assert_eq!(told_first["records"]["added"], serde_json::json!(["kit"]));
    assert_eq!(
        told_first["records"]["removed"],
        serde_json::json!(["toolkit"])
    );
    let changed = told_first["records"]["changed"].as_array().unwrap();
    assert!(changed.contains(&"hotline".into()), "{changed:?}");
    assert_eq!(told_first["at_once"], true);
    let site = tree(&out);
    let chunks = |site: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        site.keys()
            .filter(|path| path.ends_with(".cbp"))
            .cloned()
            .collect()
    };
    // Chunks of both releases are there, and the list says which are of the last.
    let gone: Vec<String> = chunks(&before)
        .into_iter()
        .filter(|path| {
            told_first["files"]["kept"]
                .as_array()
                .unwrap()
                .contains(&path.as_str().into())
        })
        .collect();
    assert!(!gone.is_empty());
    assert!(chunks(&before).iter().all(|path| site.contains_key(path)));
    let list: Value = serde_json::from_slice(&site["callboard-release.json"]).unwrap();
    assert_eq!(list["kept"]["release"], told_first["last"]);
    for path in &gone {
        assert!(list["kept"]["files"].get(path).is_some() && list["files"].get(path).is_none());
    }
    // The reader loads the manifest and the first file again, and nothing of the app.
    let again = told_first["again"]["files"].as_array().unwrap();
    assert!(again.contains(&"pack/callboard.json".into()), "{again:?}");
    assert!(
        !again
            .iter()
            .any(|path| path.as_str().unwrap().ends_with(".js")),
        "{again:?}"
    );

    change(
        &catalog,
        "records/hotline.md",
        "title: New ",
        "title: Newer ",
    );
    told(&catalog, &out);
    let third = tree(&out);
    assert!(
        gone.iter().all(|path| !third.contains_key(path)),
        "one release later they go"
    );
    assert!(
        chunks(&site)
            .iter()
            .filter(|path| !gone.contains(path))
            .all(|path| third.contains_key(path))
    );
    // What did not change is the same file with the same time.
    assert!(build(&catalog, &out, &[]).contains("nothing changed"));
    assert_eq!(tree(&out), third);
}

#[cfg(unix)]
#[test]
fn what_did_not_change_keeps_its_time() {
    let (catalog, out) = place("times");
    build(&catalog, &out, &[]);
    let time = |path: &str| fs::metadata(out.join(path)).unwrap().modified().unwrap();
    let (script, page) = (time("callboard.js"), time("data/records.json"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    change(&catalog, "records/hotline.md", "title: ", "title: New ");
    build(&catalog, &out, &[]);
    assert_eq!(time("callboard.js"), script);
    assert!(time("data/records.json") > page);
}

#[test]
fn what_an_editor_put_there_stops_the_build_and_stays() {
    let (catalog, out) = place("foreign");
    build(&catalog, &out, &[]);
    fs::write(out.join("CNAME"), "calls.example.org\n").unwrap();
    fs::write(out.join("robots.txt"), "mine\n").unwrap();
    fs::write(out.join(".DS_Store"), "of a desktop").unwrap();
    let before = tree(&out);
    change(&catalog, "records/hotline.md", "title: ", "title: New ");
    for more in [&[] as &[&str], &["--in-place"]] {
        let refused = try_build(&catalog, &out, more);
        assert_eq!(refused.status.code(), Some(1));
        let said = text(&refused.stderr);
        assert!(
            said.contains("CNAME, robots.txt. Nothing was changed"),
            "{said}"
        );
        assert!(said.contains("`static`"), "{said}");
        assert_eq!(tree(&out), before);
    }
    // The way out that the message names.
    fs::create_dir_all(catalog.join("static/images")).unwrap();
    fs::rename(out.join("CNAME"), catalog.join("static/CNAME")).unwrap();
    fs::rename(out.join("robots.txt"), catalog.join("static/robots.txt")).unwrap();
    fs::write(catalog.join("static/images/a.svg"), "<svg/>").unwrap();
    build(&catalog, &out, &[]);
    let site = tree(&out);
    assert_eq!(text(&site["CNAME"]), "calls.example.org\n");
    assert_eq!(text(&site["robots.txt"]), "mine\n");
    assert_eq!(text(&site["images/a.svg"]), "<svg/>");
    assert!(!site.contains_key(".DS_Store"));
    fs::write(out.join("index.html"), "by hand").unwrap();
    assert_eq!(try_build(&catalog, &out, &[]).status.code(), Some(1));
    build(&catalog, &out, &["--replace"]);
    assert_eq!(tree(&out), site);
}

#[test]
fn a_folder_that_was_named_by_mistake_is_left_alone() {
    let (catalog, out) = place("mistaken");
    let before = tree(&catalog);
    let parent = catalog.parent().unwrap();
    for wrong in [&catalog, parent, &catalog.join("static/site")] {
        let refused = try_build(&catalog, wrong, &["--replace"]);
        assert_eq!(refused.status.code(), Some(1));
        let said = text(&refused.stderr);
        assert!(said.contains("is where the catalogue is"), "{said}");
    }
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("thesis.txt"), "years of work").unwrap();
    let refused = try_build(&catalog, &out, &["--replace"]);
    assert!(text(&refused.stderr).contains("thesis.txt. Nothing was changed"));
    assert_eq!(tree(&catalog), before);
    assert_eq!(tree(&out).len(), 1);
    fs::remove_dir_all(&out).unwrap();
    fs::write(&out, "a file").unwrap();
    let refused = try_build(&catalog, &out, &[]);
    assert!(text(&refused.stderr).contains("is a file: name a folder"));
    let below = catalog.join("catalog.toml/site");
    let refused = try_build(&catalog, &below, &[]);
    assert!(text(&refused.stderr).contains("the site could not be written, because of "));
}

#[test]
fn own_files_that_take_the_place_of_others_are_refused() {
    for name in [
        "index.html",
        "pack",
        "feeds/all.atom/mine",
        "callboard-release.json",
        "release.json",
        // On many systems these are the same files.
        "Index.html",
        "Pack/callboard.json",
        "Robots.txt",
    ] {
        let (catalog, out) = place("in-the-way");
        let path = catalog.join("static").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let refused = try_build(&catalog, &out, &[]);
        // Names of every build are found with all else that is wrong, others once the site is made.
        let said = text(&refused.stdout) + &text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        let told = [
            format!("static/{name}: error [bad-own-file] the file has the name of one that the"),
            format!("error: static/{name} has the name of a file that the"),
        ];
        assert!(told.iter().any(|told| said.contains(told)), "{said}");
        assert!(!out.exists());
    }
}

/// Hosts send it where nothing is. Nothing else of the site needs it, so it may be the editor's.
#[test]
fn the_page_for_what_is_not_there_is_no_part_of_what_readers_keep_and_may_be_the_editors() {
    let (catalog, out) = place("not-there");
    build(&catalog, &out, &[]);
    let site = tree(&out);
    let page = text(&site["404.html"]);
    assert!(
        page.contains("href=\"/calls/style-0000000000000001.css\""),
        "{page}"
    );
    assert!(!text(&site["release.json"]).contains("404.html"));
    assert!(!text(&site["sitemap.xml"]).contains("404.html"));
    fs::create_dir_all(catalog.join("static")).unwrap();
    fs::write(catalog.join("static/404.html"), "<p>mine</p>").unwrap();
    build(&catalog, &out, &["--precompress"]);
    assert_eq!(text(&tree(&out)["404.html"]), "<p>mine</p>");
    let one = out.with_file_name("one.html");
    fs::remove_dir_all(catalog.join("static")).unwrap();
    build(&catalog, &one, &["--single-file"]);
    assert!(
        !fs::read_to_string(&one)
            .unwrap()
            .contains("nothing at this address")
    );
    let pack = out.with_file_name("pack");
    build(&catalog, &pack, &["--pack-only"]);
    assert!(!pack.join("404.html").exists());
}

/// Who opens a pipe waits for whoever writes into it.
#[cfg(unix)]
#[test]
fn a_pipe_among_the_own_files_is_told_and_holds_nothing_up() {
    let (catalog, out) = place("own-pipe");
    fs::create_dir_all(catalog.join("static")).unwrap();
    let pipe = catalog.join("static/pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let refused = try_build(&catalog, &out, &[]);
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("it is a pipe or a device"), "{said}");
}

/// Whoever proposes a change to a catalogue would have any file of the machine that builds it published.
#[cfg(unix)]
#[test]
fn links_among_the_own_files_stay_among_them() {
    use std::os::unix::fs::symlink;
    let (catalog, out) = place("own-links");
    let own = catalog.join("static");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("rules.txt"), "Be kind.").unwrap();
    symlink("rules.txt", own.join("terms.txt")).unwrap();
    build(&catalog, &out, &[]);
    assert_eq!(fs::read(out.join("terms.txt")).unwrap(), b"Be kind.");

    symlink("../catalog.toml", own.join("settings.txt")).unwrap();
    let refused = try_build(&catalog, &out, &[]);
    let said = text(&refused.stdout);
    assert_eq!(refused.status.code(), Some(1));
    let told = "static/settings.txt: error [bad-own-file] it is a link to a file outside of the folder static";
    assert!(said.contains(told), "{said}");

    fs::remove_dir_all(&own).unwrap();
    symlink("records", &own).unwrap();
    let refused = try_build(&catalog, &out, &[]);
    let said = text(&refused.stdout);
    let told = "static: error [bad-own-file] it is a link to a folder";
    assert!(said.contains(told), "{said}");
}

#[test]
fn an_icon_is_of_the_own_files_and_its_lack_is_a_mistake() {
    let (catalog, out) = place("icon");
    let settings = fs::read_to_string(catalog.join("catalog.toml")).unwrap();
    let named = settings.replace("[site]", "[site]\nicon = \"icon.svg\"");
    assert_ne!(settings, named);
    fs::write(catalog.join("catalog.toml"), named).unwrap();
    let refused = try_build(&catalog, &out, &[]);
    assert!(text(&refused.stdout).contains("there is no icon static/icon.svg"));
    fs::create_dir_all(catalog.join("static")).unwrap();
    fs::write(catalog.join("static/icon.svg"), "<svg/>").unwrap();
    build(&catalog, &out, &[]);
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains("<link rel=\"icon\" href=\"icon.svg\">"));
    let out = out.with_file_name("one.html");
    build(&catalog, &out, &["--single-file"]);
    let page = fs::read_to_string(out).unwrap();
    assert!(page.contains("<link rel=\"icon\" href=\"data:image/svg+xml;base64,PHN2Zy8+\">"));
}

#[test]
fn addresses_are_those_of_the_base() {
    let (catalog, out) = place("base");
    let feed = |base: &str| {
        build(&catalog, &out, &["--base", base, "--replace"]);
        fs::read_to_string(out.join("feeds/all.json")).unwrap()
    };
    assert!(feed("https://preview.example.net/7").contains("https://preview.example.net/7/"));
    // A path is one of the address in catalog.toml.
    assert!(feed("/elsewhere/").contains("https://example.org/elsewhere/"));
    for wrong in [
        "elsewhere",
        "ftp://example.org",
        "https://example.org/?a",
        "mailto:a@b",
    ] {
        let refused = try_build(&catalog, &out, &["--base", wrong]);
        assert_eq!(refused.status.code(), Some(2), "{wrong}");
        assert!(
            text(&refused.stderr).contains("is no address of a site"),
            "{wrong}"
        );
    }
}

/// An example that finds nothing would teach a partner site nothing.
#[test]
fn the_page_about_embedding_names_what_the_catalogue_has() {
    let (catalog, out) = place("examples");
    build(&catalog, &out, &[]);
    for page in ["embed.html", "embed-es.html"] {
        let page = fs::read_to_string(out.join(page)).unwrap();
        assert!(page.contains("<code>topic:labor</code>."), "{page}");
        assert!(page.contains("<code>kind:organization,article</code>;"));
        assert!(!page.contains("<!--"));
    }
    // Where there is nothing to filter by there is no example.
    let settings = "name = { en = \"A\" }\nlanguages = [\"en\"]\nzone = \"UTC\"\n";
    fs::write(catalog.join("catalog.toml"), settings).unwrap();
    fs::remove_dir_all(catalog.join("records")).unwrap();
    build(&catalog, &out, &[]);
    let page = fs::read_to_string(out.join("embed.html")).unwrap();
    assert!(page.contains("Facet and value. Several values of a facet widen; several"));
}

#[test]
fn twins_stand_beside_what_gets_smaller() {
    let (catalog, out) = place("precompress");
    build(&catalog, &out, &["--precompress"]);
    let site = tree(&out);
    assert!(site.contains_key("index.html.br") && site.contains_key("index.html.gz"));
    assert!(
        !site
            .keys()
            .any(|path| path.ends_with(".cbp.gz") || path.ends_with(".z.br"))
    );
    let mut plain = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::GzDecoder::new(&site["data/records.json.gz"][..]),
        &mut plain,
    )
    .unwrap();
    assert_eq!(plain, site["data/records.json"]);
}

#[test]
fn one_file_holds_everything_and_asks_for_nothing() {
    let (catalog, out) = place("one-file");
    let out = out.with_file_name("small.html");
    build(&catalog, &out, &["--single-file"]);
    let page = fs::read_to_string(&out).unwrap();
    assert!(page.contains("<title>Small &amp; Co</title>"));
    assert!(page.contains("document.title = '<\\/script>';</script>"));
    // Its own look, and that what leads to files is not to be seen.
    let style =
        "<style>body { color: #111 }\n#cb-foot a[href^=\"embed.html\"]{display:none}</style>";
    assert!(page.contains(style));
    for name in [
        "pack/callboard.json",
        "callboard_engine_wasm_bg.wasm.z",
        "worker.js",
    ] {
        assert!(page.contains(&format!("data-file=\"{name}\"")), "{name}");
    }
    for loaded in [
        " src=",
        "<link rel=\"stylesheet\"",
        "preload",
        "connect-src",
        "'self'",
    ] {
        assert!(!page.contains(loaded), "{loaded}");
    }
    let again = out.with_file_name("again.html");
    build(&catalog, &again, &["--single-file"]);
    assert_eq!(fs::read(again).unwrap(), page.into_bytes());
    let folder = out.with_file_name("folder");
    let refused = try_build(&catalog, &folder, &["--single-file"]);
    assert!(text(&refused.stderr).contains("writes one file"));
}

/// A page is written over by the next; what somebody else wrote stays, most of all the catalogue's own files.
#[test]
fn one_file_takes_the_place_of_none_that_no_build_wrote() {
    let (catalog, out) = place("one-file-there");
    let own = out.with_file_name("own.html");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "<p>mine</p>").unwrap();
    let settings = catalog.join("catalog.toml");
    let before = fs::read(&settings).unwrap();
    for file in [&own, &settings] {
        let refused = try_build(&catalog, file, &["--single-file"]);
        assert_eq!(refused.status.code(), Some(1));
        let said = text(&refused.stderr);
        assert!(said.contains("was written by no build"), "{said}");
    }
    assert_eq!(fs::read(&settings).unwrap(), before);
    assert_eq!(fs::read_to_string(&own).unwrap(), "<p>mine</p>");
    build(&catalog, &own, &["--single-file", "--replace"]);
    build(&catalog, &own, &["--single-file"]);
    // A file without anything in it is nobody's loss.
    fs::write(&own, "").unwrap();
    build(&catalog, &own, &["--single-file"]);
}

#[test]
fn without_the_app_a_site_cannot_be_built_and_the_sentence_says_what_to_do() {
    let (catalog, out) = place("no-app");
    let refused = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .env_remove("CALLBOARD_APP")
        .arg("build")
        .arg(&catalog)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    assert!(said.contains("cargo xtask install"), "{said}");
    assert!(!out.exists());
    let refused = try_build(&catalog, &out, &["--app", catalog.to_str().unwrap()]);
    assert!(text(&refused.stderr).contains("there is no app in"));
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (catalog, out) = place("link");
    let real = out.with_file_name("real");
    fs::create_dir_all(&real).unwrap();
    std::os::unix::fs::symlink(&real, &out).unwrap();
    build(&catalog, &out, &[]);
    assert!(fs::symlink_metadata(&out).unwrap().is_symlink());
    assert!(real.join("index.html").is_file());
    let beside: Vec<_> = fs::read_dir(real.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

/// What is taken over from the last build changes no byte, whatever has happened to it.
#[test]
fn a_build_with_a_cache_gives_the_same_bytes_as_one_without() {
    let (catalog, out) = place("cached");
    let cache = out.with_file_name("chunks");
    let cached = ["--cache", cache.to_str().unwrap()];
    let fresh = |name: &str| {
        let plain = out.with_file_name(name);
        build(&catalog, &plain, &["--no-cache"]);
        tree(&plain)
    };
    build(&catalog, &out, &cached);
    assert_eq!(tree(&out), fresh("plain"));
    let chunks = || {
        let files = tree(&cache).into_iter();
        let mut chunks = files.filter(|(name, _)| name.ends_with(".chunks"));
        let file = chunks.next().unwrap();
        assert!(chunks.next().is_none(), "one file for a catalogue");
        file
    };
    let (name, first) = chunks();
    let age = fs::metadata(cache.join(&name)).unwrap().modified().unwrap();
    build(&catalog, &out, &cached);
    let again = fs::metadata(cache.join(&name)).unwrap().modified().unwrap();
    assert_eq!(age, again, "what is kept already is not written again");

    let record = catalog.join("records");
    let changed = tree(&record)
        .into_iter()
        .find(|(path, _)| path.ends_with(".md"));
    let (path, text) = changed.unwrap();
    fs::write(
        record.join(path),
        [&text[..], b"\nAnother sentence.\n"].concat(),
    )
    .unwrap();
    build(&catalog, &out, &cached);
    let second = fs::read(cache.join(&name)).unwrap();
    assert_ne!(first, second);
    let plain = fresh("changed");
    let same = |site: BTreeMap<String, Vec<u8>>| {
        // The list names what stays of the release before, which the fresh folder never had.
        let is_kept = |path: &str| path == "callboard-release.json" || !plain.contains_key(path);
        let site: BTreeMap<_, _> = site
            .into_iter()
            .filter(|(path, _)| !is_kept(path))
            .collect();
        let mut plain = plain.clone();
        plain.remove("callboard-release.json");
        assert_eq!(site, plain);
    };
    same(tree(&out));
    for damaged in [&second[..second.len() / 2], &[], b"something else"] {
        fs::write(cache.join(&name), damaged).unwrap();
        build(&catalog, &out, &cached);
        same(tree(&out));
        assert_eq!(
            fs::read(cache.join(&name)).unwrap(),
            second,
            "it is made anew"
        );
    }
    // No place for it is no reason not to build.
    let in_the_way = ["--cache", catalog.join("catalog.toml").to_str().unwrap()].map(str::to_owned);
    build(&catalog, &out, &[&in_the_way[0], &in_the_way[1]]);
    assert!(!tree(&out).keys().any(|path| path.contains("chunks")));
}
