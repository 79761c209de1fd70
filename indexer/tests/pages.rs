//! Pages that are made beforehand: every link leads to a file that is there, markup is whole, nothing tells what only a
//! clock knows, and the front page of an app is filled and filled again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that fails may panic, and one that measures prints"
)]

mod markup;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use callboard_engine::{Clock, Request, Sort};
use callboard_indexer::outputs::{self, Beside, Outputs};
use callboard_indexer::pack_folder::{PackFolder, compress_quickly};
use callboard_indexer::{build, catalog, report, resolve};
use markup::{Tag, resolved, tags, whole};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The outputs of a catalogue, with more lines in its settings.
#[track_caller]
fn made_with(folder: &Path, more: &str, beside: &Beside) -> Outputs {
    let (catalog, diagnostics) = catalog::read(folder);
    let mistakes: Vec<_> = diagnostics.into_iter().filter(|d| d.is_error()).collect();
    assert!(mistakes.is_empty(), "{}", report::text(&mistakes));
    let mut catalog = catalog.expect("the catalogue is read");
    let text = fs::read_to_string(folder.join("catalog.toml")).unwrap();
    let (settings, _) = callboard_indexer::settings::read(&format!("{text}\n{more}"));
    catalog.settings = settings.expect("the settings are read");
    outputs::all(&catalog, &resolve::resolve(&catalog), beside).unwrap()
}

fn sample(more: &str) -> Outputs {
    let folder = package().join("tests/outputs/catalog");
    made_with(&folder, more, &Beside::default())
}

fn real(more: &str) -> Outputs {
    made_with(&package().join("../catalog"), more, &Beside::default())
}

fn pages(outputs: &Outputs) -> BTreeMap<&str, &str> {
    let files = outputs.files.iter();
    let pages = files.filter(|file| file.path.ends_with(".html"));
    pages
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect()
}

/// Whether a tag begins the title of a row, which leads to its record.
fn is_title(tag: &Tag) -> bool {
    let class = tag.attributes.get("class");
    class.is_some_and(|class| class == "cb-title")
}

/// Where a site with these settings is on its host.
fn root_of(outputs: &Outputs) -> String {
    let robots = outputs.files.iter().find(|file| file.path == "robots.txt");
    let sitemap = robots.unwrap().text.split_once("Sitemap: ");
    sitemap.map_or("/".to_owned(), |(_, address)| {
        let path = url::Url::parse(address.trim()).unwrap().path().to_owned();
        path.strip_suffix("sitemap.xml").unwrap().to_owned()
    })
}

/// All links of all pages lead to files and parts of them that are there. Returns how many were looked at.
#[track_caller]
fn links_lead_somewhere(outputs: &Outputs) -> usize {
    let root = root_of(outputs);
    let files: BTreeSet<&str> = outputs
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let pages = pages(outputs);
    let read: BTreeMap<&str, (Vec<Tag>, BTreeSet<String>)> = pages
        .iter()
        .map(|(path, page)| {
            let tags = tags(path, page);
            let ids = whole(path, &tags);
            (*path, (tags, ids))
        })
        .collect();
    let mut looked_at = 0;
    for (path, (tags, ids)) in &read {
        for tag in tags {
            let links = ["href", "src"]
                .iter()
                .filter_map(|key| tag.attributes.get(*key));
            for link in links {
                if link.contains(':') {
                    continue;
                }
                looked_at += 1;
                // A page that stands at every address can tell no way from itself.
                let link = match *path {
                    "404.html" if !link.starts_with('#') => {
                        let below = link.strip_prefix(&root);
                        let below = below.unwrap_or_else(|| panic!("{link} is not below {root}"));
                        &format!("./{below}")
                    }
                    _ => link,
                };
                let (to, part) = link.split_once('#').unwrap_or((link, ""));
                let mut file = if to.is_empty() {
                    (*path).to_owned()
                } else {
                    resolved(path, to)
                };
                if file.is_empty() || file.ends_with('/') {
                    file.push_str("index.html");
                }
                assert!(
                    files.contains(file.as_str()),
                    "{path}: {link} leads to {file}"
                );
                // What begins with a slash is a place of the app.
                if part.is_empty() || part.starts_with('/') {
                    continue;
                }
                let there = if to.is_empty() {
                    ids
                } else {
                    &read[file.as_str()].1
                };
                assert!(there.contains(part), "{path}: {link} names no part");
            }
        }
    }
    looked_at
}

#[test]
fn every_link_leads_to_a_file_that_is_there() {
    let mut looked_at = links_lead_somewhere(&real(""));
    assert!(looked_at > 5_000, "{looked_at}");
    looked_at += links_lead_somewhere(&sample(""));
    for more in [
        "[pages]\nmost = 0",
        "[pages]\nmost = 4",
        "[pages]\nrows = 10\nfacets = []",
        "[pages]\nrows = 10\nfacets = [\"topic\", \"organization\", \"author\", \"series\", \"republished-from\"]",
    ] {
        looked_at += links_lead_somewhere(&real(more));
        if !more.contains("author") {
            looked_at += links_lead_somewhere(&sample(more));
        }
    }
    println!("{looked_at} links");
}

#[test]
fn what_is_answered_where_nothing_is_stands_at_no_address_and_in_no_list() {
    let outputs = sample("");
    let page = pages(&outputs)["404.html"].to_owned();
    for said in [
        "<meta name=\"robots\" content=\"noindex\">",
        "<link rel=\"stylesheet\" href=\"/calls/style.css\">",
        "<section class=\"cb-nothing\" lang=\"en\" dir=\"ltr\"><h1 class=\"cb-nothing-head\">There is nothing at this address</h1>",
        "<section class=\"cb-nothing\" lang=\"es\" dir=\"ltr\"><h2 class=\"cb-nothing-head\">No hay nada en esta dirección</h2>",
        "<a href=\"/calls/index.html\">To the catalogue</a> <a href=\"/calls/all.html\">",
        "<a href=\"/calls/es/index.html\">Al catálogo</a> <a href=\"/calls/es/all.html\">",
        "<a href=\"/calls/#/\">Search the catalogue</a>",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    for none in [
        "canonical",
        "og:url",
        "hreflang",
        "<script",
        " style=",
        "<style",
    ] {
        assert!(!page.contains(none), "{none} in {page}");
    }
    let others = outputs.files.iter().filter(|file| file.path != "404.html");
    for file in others {
        assert!(!file.text.contains("404.html"), "{}", file.path);
    }
    // With the app's style it is the same page: the app does not take it over.
    let beside = Beside {
        front_page: Some(SHELL.to_owned()),
        ..Beside::default()
    };
    let folder = package().join("tests/outputs/catalog");
    let outputs = made_with(&folder, "", &beside);
    let with_app = pages(&outputs)["404.html"];
    assert_eq!(
        with_app,
        page.replace("/calls/style.css", "/calls/style-0123.css")
    );
    // Where the address is not known, it is the host's own; without lists the app has all there is.
    let outputs = real("[pages]\nmost = 0\n");
    let page = pages(&outputs)["404.html"];
    assert!(!page.contains("<link rel=\"stylesheet\""), "{page}");
    assert!(
        page.contains("href=\"/#/?lang=es\">Al catálogo</a></p>"),
        "{page}"
    );
    assert!(!page.contains("all.html"), "{page}");
}

/// Whoever goes through a page by its headings learns what stands in what: it begins with the page's own, and none is deeper than one
/// level below the one before it.
#[test]
fn headings_tell_what_stands_in_what() {
    for outputs in [real(""), sample("")] {
        for (path, page) in pages(&outputs) {
            let tags = tags(path, page);
            let levels = tags.iter().filter_map(|tag| {
                let level = tag.name.strip_prefix('h')?.parse::<usize>().ok()?;
                Some((level, tag.attributes.get("class").map_or("", |class| class)))
            });
            let (mut before, mut in_part) = (0, false);
            for (level, class) in levels {
                assert!(level <= before + 1, "{path}: h{level} after h{before}");
                in_part |= class == "cb-part-head";
                let row = if in_part { 3 } else { 2 };
                assert!(
                    class != "cb-title" || level == row,
                    "{path}: a row is h{level}"
                );
                before = level;
            }
            // What only leads on to where a record is now says nothing.
            let leads_on = page.contains("http-equiv=\"refresh\"");
            assert!(before > 0 || leads_on, "{path}: no heading");
        }
    }
}

/// The policy compares what stands between the tags with its hash.
#[test]
fn what_is_answered_at_an_unknown_depth_brings_its_style_and_finds_the_way() {
    let outputs = real("");
    let page = pages(&outputs)["404.html"];
    for (tag, end, directive) in [
        ("<style>", "</style>", "style-src"),
        ("<script type=\"module\">", "</script>", "script-src"),
    ] {
        let text = page
            .split_once(tag)
            .and_then(|(_, rest)| rest.split_once(end));
        let (text, _) = text.unwrap();
        let hash = BASE64.encode(Sha256::digest(text));
        let allowed = format!("{directive} &#39;sha256-{hash}&#39;;");
        assert!(page.contains(&allowed), "{allowed} in {page}");
    }
    assert!(page.contains("; connect-src &#39;self&#39;;"), "{page}");
    // Without a script the links lead to the top of the host, which may be something else's.
    let told = "<noscript><p class=\"cb-small\">If these lead to something else, ";
    assert!(page.contains(told), "{page}");
    let outputs = sample("");
    assert!(!pages(&outputs)["404.html"].contains("<noscript"));
}

/// A front page whose script does not come has no box that looks like a field and says nothing.
#[test]
fn the_place_of_the_field_says_when_the_search_does_not_come() {
    let folder = package().join("tests/outputs/catalog");
    let outputs = made_with(&folder, "", &with_app());
    let page = pages(&outputs)["index.html"];
    let said = "<p class=\"cb-field cb-late\">The search has not started.";
    assert!(page.contains(said), "{page}");
}

#[test]
fn a_long_list_is_several_pages_with_every_record_once() {
    let outputs = real("[pages]\nrows = 10\n");
    let pages = pages(&outputs);
    let parts: Vec<&&str> = pages
        .iter()
        .filter(|(path, _)| path.starts_with("browse/kind/article"))
        .map(|(_, page)| page)
        .collect();
    assert!(parts.len() > 2, "{}", parts.len());
    let records: Vec<String> = parts
        .iter()
        .flat_map(|page| {
            let tags = tags("article", page);
            let titles = tags
                .windows(2)
                .filter(|two| is_title(&two[0]) && two[1].name == "a");
            let links: Vec<String> = titles
                .map(|two| two[1].attributes["href"].clone())
                .collect();
            links
        })
        .map(|href| href.rsplit('/').next().unwrap().to_owned())
        .collect();
    let once: BTreeSet<&String> = records.iter().collect();
    assert_eq!(once.len(), records.len());
    let said = pages["browse/kind/article.html"];
    assert!(
        said.contains(&format!("{} records", records.len())),
        "{said}"
    );
}

fn outputs_know_their_address(outputs: &Outputs) -> bool {
    outputs.files.iter().any(|file| file.path == "sitemap.xml")
}

#[test]
fn no_page_tells_what_only_a_clock_knows_or_what_a_script_would_answer() {
    for outputs in [real(""), sample("")] {
        for (path, page) in pages(&outputs) {
            let said = page.replace(callboard_app::STYLE, "");
            for claim in [
                "cb-phase",
                "<button",
                "<input",
                "<form",
                "your time",
                "su hora",
                " on click",
            ] {
                assert!(!said.contains(claim), "{path}: {claim}");
            }
            let scripts = tags(path, page)
                .into_iter()
                .filter(|tag| tag.name == "script");
            // Where nobody knows how deep it is shown, one page finds the others (`not_found.js`).
            let kind = match path == "404.html" && !outputs_know_their_address(&outputs) {
                true => "module",
                false => "application/ld+json",
            };
            for script in scripts {
                assert_eq!(script.attributes["type"], kind, "{path}");
            }
        }
    }
}

#[test]
fn linked_data_of_every_page_is_json_and_ends_no_script_early() {
    let outputs = real("[site]\nurl = \"https://example.org/board\"\n");
    let mut read = 0;
    for (path, page) in pages(&outputs) {
        for part in page.split("<script type=\"application/ld+json\">").skip(1) {
            let (data, _) = part.split_once("</script>").unwrap();
            let data: serde_json::Value = serde_json::from_str(data).unwrap();
            assert_eq!(data["@context"], "https://schema.org", "{path}");
            assert!(!data.to_string().contains("</"), "{path}");
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn drafts_have_no_page_and_no_link() {
    for file in sample("").files {
        assert!(!file.path.contains("unfinished"), "{}", file.path);
        assert!(
            !file.path.ends_with(".html") || !file.text.contains("unfinished"),
            "{}",
            file.path
        );
    }
}

#[test]
fn few_pages_are_the_newest_records_and_say_that_there_are_more() {
    let outputs = real("[pages]\nmost = 4\n");
    let pages = pages(&outputs);
    let records = pages
        .keys()
        .filter(|path| path.starts_with("records/"))
        .count();
    assert_eq!(records, 4);
    assert!(pages["all.html"].contains("the newest 4 of 133 records"));
    assert!(pages["es/all.html"].contains("las 4 fichas más recientes de 133"));
}

/// A front page as the app's build leaves it.
const SHELL: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><!--head--><title>Callboard</title><!--/head-->\n<link rel=\"stylesheet\" href=\"./style-0123.css\"><script type=\"module\" src=\"./start-4567.js\"></script></head><body><div id=\"app\" class=\"cb-app\"><!--page-->Loading<!--/page--></div></body></html>";

/// The outputs of a catalogue whose app has this front page.
fn filled(folder: &Path, page: &str) -> Outputs {
    let beside = Beside {
        front_page: Some(page.to_owned()),
        ..Beside::default()
    };
    made_with(folder, "", &beside)
}

/// Nothing is said of lists that are not there.
#[test]
fn without_records_there_are_no_lists() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages-empty");
    fs::create_dir_all(folder.join("records")).unwrap();
    let full = package().join("tests/outputs/catalog");
    let settings = fs::read_to_string(full.join("catalog.toml")).unwrap();
    let settings = settings.replace("publisher = \"first-group\"\n", "");
    fs::write(folder.join("catalog.toml"), settings).unwrap();
    let has_lists =
        |folder: &Path| pages(&filled(folder, SHELL))["index.html"].contains("These lists");
    assert_eq!((has_lists(&full), has_lists(&folder)), (true, false));
}

#[test]
fn the_apps_front_page_is_filled_and_filled_again() {
    let folder = package().join("../catalog");
    let fill = |page: &str| filled(&folder, page);
    let outputs = fill(SHELL);
    let once = pages(&outputs)["index.html"].to_owned();
    assert!(once.contains("src=\"./start-4567.js\""), "{once}");
    assert!(
        once.contains("href=\"browse/section/mass-calls.html\""),
        "{once}"
    );
    assert!(
        !once.contains("Loading") && once.contains("id=\"cb-found\""),
        "{once}"
    );
    whole("index.html", &tags("index.html", &once));
    let again = fill(&once);
    assert_eq!(pages(&again)["index.html"], once);
    // Pages take the app's stylesheet, and bring none of their own.
    let record = pages(&outputs)["records/mass-call-2024-11-07.html"].to_owned();
    assert!(record.contains("href=\"../style-0123.css\""), "{record}");
    assert!(!outputs.files.iter().any(|file| file.path == "style.css"));
}

/// What the links of rows lead to, in their order; of a record that stands there several times all.
fn rows(path: &str, page: &str) -> Vec<String> {
    let tags = tags(path, page);
    let titles = tags
        .windows(2)
        .filter(|two| is_title(&two[0]) && two[1].name == "a");
    titles
        .filter_map(|two| {
            let file = two[1].attributes["href"].rsplit('/').next()?;
            Some(file.strip_suffix(".html")?.to_owned())
        })
        .collect()
}

/// The engine says what a list holds, at whatever moment it is asked, and what stands behind a translation.
#[test]
fn a_list_is_what_the_app_answers_at_its_place() {
    let more = "[pages]\nrows = 1000\nfacets = [\"kind\", \"topic\", \"series\", \"organization\", \"language\"]\n";
    for (folder, least) in [("../catalog", 100), ("tests/outputs/catalog", 10)] {
        let folder = package().join(folder);
        let outputs = made_with(&folder, more, &with_app());
        let catalog = catalog::read(&folder).0.unwrap();
        let resolved = resolve::resolve(&catalog);
        let files = build::pack(&catalog.settings, &resolved, &compress_quickly).unwrap();
        let mut pack = PackFolder::of(files).unwrap();
        let mut compared = 0;
        for (path, page) in pages(&outputs) {
            let (lang, list) = match path.strip_prefix("es/") {
                Some(list) => ("es", list),
                None => ("en", path),
            };
            let parts: Vec<&str> = list.trim_end_matches(".html").split('/').collect();
            let filters: Vec<(String, String)> = match parts.as_slice() {
                ["browse", facet, value] => vec![((*facet).to_owned(), (*value).to_owned())],
                ["agenda"] => ["upcoming", "past"]
                    .map(|when| ("when".to_owned(), when.to_owned()))
                    .to_vec(),
                _ => continue,
            };
            // Long before the first of them, amid them, and when all is over.
            for moment in [0, 28_849_680, 40_000_000] {
                let request = Request {
                    filters: filters.clone(),
                    sort: Sort::Newest,
                    limit: 1000,
                    lang: Some(lang.to_owned()),
                    ..Request::new("", Clock::utc(moment))
                };
                let answer = pack.ask(|searcher| searcher.search(&request)).unwrap();
                let mut hits: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
                let mut rows = rows(path, page);
                // An agenda has rows for times.
                if list == "agenda.html" {
                    let once: BTreeSet<String> = rows.drain(..).collect();
                    rows.extend(once);
                    hits.sort_unstable();
                }
                assert_eq!(rows, hits, "{path}");
                for hit in &answer.hits {
                    let shown = text_of(&hit.snippet);
                    assert!(page.contains(&format!(">{shown}</p>")), "{path}: {shown}");
                }
                let also: usize = answer.hits.iter().map(|hit| hit.also.len()).sum();
                assert!(page.matches("class=\"cb-also\"").count() >= also, "{path}");
            }
            compared += 1;
        }
        assert!(compared > least, "{compared}");
    }
}

/// Values with their counts, as tiles have them: what a tile leads to and its number.
fn tiles(page: &str) -> BTreeMap<String, u32> {
    let tile = |text: &str| {
        let (file, rest) = text.split_once(".html\">")?;
        let (_, rest) = rest.split_once("<span class=\"cb-value-count\">")?;
        let (count, _) = rest.split_once("</span>")?;
        let value = file.rsplit('/').next()?;
        Some((value.to_owned(), count.replace(',', "").parse().ok()?))
    };
    let tiles = page.split("<a class=\"cb-tile\" href=\"").skip(1);
    tiles.filter_map(tile).collect()
}

/// A record and its translations are one, in numbers as in lists.
#[test]
fn values_count_what_the_app_counts() {
    for (folder, least) in [("../catalog", 60), ("tests/outputs/catalog", 10)] {
        let folder = package().join(folder);
        let outputs = made_with(&folder, "", &with_app());
        let catalog = catalog::read(&folder).0.unwrap();
        let resolved = resolve::resolve(&catalog);
        let files = build::pack(&catalog.settings, &resolved, &compress_quickly).unwrap();
        let mut pack = PackFolder::of(files).unwrap();
        let pages = pages(&outputs);
        let mut compared = 0;
        for lang in ["en", "es"] {
            let request = Request {
                limit: 0,
                lang: Some(lang.to_owned()),
                ..Request::new("", Clock::utc(0))
            };
            let answer = pack.ask(|searcher| searcher.search(&request)).unwrap();
            let folder = if lang == "es" { "es/" } else { "" };
            for (facet, counts) in &answer.facets {
                let Some(page) = pages.get(format!("{folder}browse/{facet}.html").as_str()) else {
                    continue;
                };
                let wanted: BTreeMap<String, u32> = counts.iter().cloned().collect();
                assert_eq!(tiles(page), wanted, "{lang} {facet}");
                let front = tiles(pages[format!("{folder}index.html").as_str()]);
                if ["section", "kind"].contains(&facet.as_str()) {
                    for (value, count) in &wanted {
                        assert_eq!(front.get(value), Some(count), "{lang} {facet} {value}");
                    }
                }
                compared += wanted.len();
            }
        }
        assert!(compared > least, "{compared}");
    }
}

/// A text as a page has it.
fn text_of(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// A site with an app.
fn with_app() -> Beside {
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{SCRIPTS}\">");
    Beside {
        front_page: Some(SHELL.replace("<head>", &format!("<head>{meta}"))),
        ..Beside::default()
    }
}

/// A policy that lets the app start.
const SCRIPTS: &str = "default-src 'none'; script-src 'self'";

/// Where the app shows what a page does; `None` where it has no such place.
fn place_of(path: &str, page: &str) -> Option<String> {
    let (lang, list) = match path.strip_prefix("es/") {
        Some(list) => ("&lang=es", list),
        None => ("", path),
    };
    let parts: Vec<&str> = list.trim_end_matches(".html").split('/').collect();
    match parts.as_slice() {
        ["records", id] => {
            let lang = ["", "?lang=es"][usize::from(page.contains("<html lang=\"es\""))];
            Some(format!("../#/r/{id}{lang}"))
        }
        ["index"] if !lang.is_empty() => Some("../#/?lang=es".to_owned()),
        ["agenda"] => Some(match lang {
            "" => "./#/?sort=newest&view=agenda".to_owned(),
            _ => format!("#/?sort=newest&view=agenda{lang}"),
        }),
        ["browse", facet, value] => Some(format!("../../#/?{facet}={value}&sort=newest{lang}")),
        _ => None,
    }
    .map(|place| match lang {
        "" => place,
        _ if *parts.first().unwrap_or(&"") == "index" => place,
        _ => format!("../{place}"),
    })
}

#[test]
fn pages_start_the_app_where_it_shows_the_same() {
    let outputs = made_with(
        &package().join("../catalog"),
        "[pages]\nrows = 10\n",
        &with_app(),
    );
    let pages = pages(&outputs);
    let (mut mounted, mut plain) = (0, 0);
    for (path, page) in &pages {
        let tags = tags(path, page);
        whole(path, &tags);
        let module = tags.iter().find(|tag| {
            tag.name == "script"
                && tag.attributes.contains_key("src")
                && tag
                    .attributes
                    .get("type")
                    .is_some_and(|kind| kind == "module")
        });
        // What renamed records leave behind leads on by itself.
        let place = place_of(path, page).filter(|_| !page.contains("http-equiv=\"refresh\""));
        // An agenda that is cut in two has on its first page what an answer of as many hits does not.
        let place = place.filter(|_| !path.ends_with("agenda.html"));
        assert_eq!(
            module.is_some(),
            place.is_some() || *path == "index.html",
            "{path}"
        );
        let Some(place) = place else {
            plain += 1;
            continue;
        };
        mounted += 1;
        let up = "../".repeat(path.matches('/').count());
        let src = &module.unwrap().attributes["src"];
        assert_eq!(*src, format!("{up}start-4567.js"), "{path}");
        let app = tags
            .iter()
            .find(|tag| tag.attributes.contains_key("data-place"))
            .unwrap();
        assert_eq!(app.attributes["data-place"], place, "{path}");
        assert_eq!(app.attributes["id"], "app", "{path}");
        assert!(
            tags.iter().any(|tag| tag
                .attributes
                .get("content")
                .is_some_and(|have| have.replace("&#39;", "'") == SCRIPTS)),
            "{path}"
        );
        let region = match path.starts_with("records/") {
            true => ("cb-open", "<article"),
            false if path.ends_with("index.html") => ("cb-found", "<noscript"),
            false => ("cb-found", "<ol"),
        };
        let (_, open) = page
            .split_once(&format!("<div id=\"{}\">", region.0))
            .unwrap();
        assert!(open.trim_start().starts_with(region.1), "{path}");
        for claim in ["<button", "<input", "<form", "cb-phase"] {
            assert!(!page.contains(claim), "{path}: {claim}");
        }
    }
    assert!(mounted > 200 && plain > 20, "{mounted} {plain}");
}

/// Where not all records have pages, or days go on on a second page, the app would show others.
#[test]
fn a_list_that_lacks_records_stays_plain() {
    let starts = |more: &str, path: &str| {
        let outputs = made_with(&package().join("../catalog"), more, &with_app());
        pages(&outputs)[path].contains("type=\"module\"")
    };
    assert!(starts("", "agenda.html"));
    assert!(!starts("[pages]\nrows = 10\n", "agenda.html"));
    assert!(starts("", "browse/kind/article.html"));
    assert!(!starts("[pages]\nmost = 100\n", "browse/kind/article.html"));
}

#[test]
fn a_front_page_that_is_somebody_elses_is_left_alone() {
    let beside = Beside {
        front_page: Some("<h1>Mine</h1>".to_owned()),
        ..Beside::default()
    };
    let outputs = made_with(&package().join("../catalog"), "", &beside);
    assert!(!pages(&outputs).contains_key("index.html"));
    assert!(
        outputs
            .notes
            .iter()
            .any(|note| note.contains("was left as it is"))
    );
}

#[test]
fn a_site_without_an_app_is_written_and_written_again() {
    let site = |front_page: Option<String>| {
        let beside = Beside {
            front_page,
            ..Beside::default()
        };
        made_with(&package().join("tests/outputs/catalog"), "", &beside)
    };
    let first = site(None);
    let front_page = pages(&first)["index.html"].to_owned();
    assert_eq!(pages(&site(Some(front_page))), pages(&first));
}

#[test]
fn translations_and_lists_name_each_other() {
    let outputs = real("[site]\nurl = \"https://example.org/board/\"\n");
    let pages = pages(&outputs);
    let links = |path: &str| -> BTreeSet<(String, String)> {
        tags(path, pages[path])
            .into_iter()
            .filter_map(|tag| {
                Some((
                    tag.attributes.get("hreflang")?.clone(),
                    tag.attributes["href"].clone(),
                ))
            })
            .filter(|(_, href)| href.starts_with("https:"))
            .collect()
    };
    let mut pairs = 0;
    for path in pages.keys() {
        for (language, href) in links(path) {
            let other = href.strip_prefix("https://example.org/board/").unwrap();
            let other = if other.is_empty() {
                "index.html"
            } else {
                other
            };
            assert_eq!(links(other), links(path), "{path} and {other}");
            if language != "x-default" {
                let own = format!("<html lang=\"{language}\"");
                assert!(pages[other].contains(&own), "{other} is not in {language}");
            }
            pairs += 1;
        }
    }
    assert!(pairs > 100, "{pairs}");
}
