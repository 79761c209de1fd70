//! Sites whose pages stand below `content/` with a language in their file names: what Hugo and Zola share.
//!
//! Each generator says in [`Generator`] where it differs; the pages become drafts by [`super::draft`]. Not here:
//! templates, themes, and data that only they show.

use super::cascade::{self, Cascade};
use super::front_matter;
use super::permalink::{self, Place};
use super::shortcode::{self, Style};
use super::{Authors, PAGES, Page};
use crate::body;
use crate::draft::{Import, Value};
use crate::shape::language_tag;
use crate::slug::slug;
use crate::source::{File, Source};
use crate::table;
use crate::tree::{self, Datum, Node};
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Where a generator differs from the other.
#[derive(Debug)]
pub struct Generator {
    /// Its name.
    pub name: &'static str,
    /// Files that may hold the site's settings, the first that is there counts.
    pub settings: &'static [&'static str],
    /// Keys of the site's address.
    pub base: &'static [&'static str],
    /// Keys of the language of pages whose names have none.
    pub language: &'static [&'static str],
    /// The key of a page's own path below the site.
    pub path: &'static str,
    /// How shortcodes look.
    pub style: Style,
}

/// A page before its text is looked at.
struct Read<'s> {
    file: &'s File,
    front: Node,
    body: String,
    body_line: usize,
    /// Path below `content/` without language and ending: what translations share.
    key: String,
    lang: Option<String>,
    name: String,
    name_day: Option<String>,
    address: Option<Url>,
    asked: Vec<(usize, &'static str, String)>,
}

/// Reads a site.
pub fn read(source: &Source, generator: &Generator, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    for (path, reason) in &source.unread {
        import.ask(
            path,
            0,
            "unread",
            format!("the file was not read: {reason}"),
        );
    }
    let settings = settings(source, generator, &mut import);
    let base = generator
        .base
        .iter()
        .find_map(|key| settings.text_of(key))
        .and_then(|base| Url::parse(&format!("{}/", base.trim_end_matches('/'))).ok())
        .filter(Url::has_host);
    let own = generator
        .language
        .iter()
        .find_map(|key| language_tag(settings.text_of(key)?))
        .unwrap_or(vocabulary.language().to_owned());
    let passed_on = match generator.style {
        Style::Hugo => cascade::of(source, &settings, &mut import),
        Style::Zola => Vec::new(),
    };
    let bundles: BTreeSet<&str> = source.files.iter().filter_map(bundle).collect();
    let pages: Vec<Read> = source
        .files
        .iter()
        .filter_map(|file| {
            let site = (&settings, base.as_ref(), own.as_str(), passed_on.as_slice());
            page(file, generator, site, &bundles, &mut import)
        })
        .collect();
    let mut authors = Authors::default();
    let addresses: BTreeMap<&str, String> = pages
        .iter()
        .filter_map(|page| Some((page.file.path.as_str(), page.address.clone()?.to_string())))
        .collect();
    // The page in the site's own language is the original of its translations.
    let originals: BTreeMap<&str, &str> = pages
        .iter()
        .filter(|page| page.lang.is_none())
        .map(|page| (page.key.as_str(), page.file.path.as_str()))
        .collect();
    for read in &pages {
        let lookup = |path: &str| {
            let path = path.trim_start_matches("@/").trim_start_matches('/');
            let path = path.split('#').next().unwrap_or(path).trim_end_matches('/');
            let beside = read
                .file
                .path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let files = ["", ".md", "/index.md", "/_index.md"];
            ["content", "", beside].iter().find_map(|folder| {
                files.iter().find_map(|file| {
                    let whole = format!("{folder}/{path}{file}");
                    addresses.get(whole.trim_start_matches('/')).cloned()
                })
            })
        };
        let rendered = shortcode::render(&read.body, read.body_line, generator.style, &lookup);
        let text = internal_links(&rendered.text, &lookup);
        // Without the page's own address, what stands beside it (`flyer.png`) has none either.
        let is_html = read.file.name().ends_with(".html");
        let here = read
            .address
            .as_ref()
            .or_else(|| base.as_ref().filter(|_| !body::is_beside(&text, is_html)));
        let text = if is_html {
            body::from_html(&text, read.body_line, here)
        } else {
            body::from_markdown(&text, read.body_line, here)
        };
        let dated = read.front.get("date").is_some() || read.name_day.is_some();
        let page = Page {
            path: &read.file.path,
            kind: if dated { "article" } else { "resource" },
            front: &read.front,
            body_line: read.body_line,
            name: read.name.clone(),
            name_day: read.name_day.clone(),
            address: read.address.clone(),
        };
        let mut draft = super::draft(&page, &text, vocabulary, &mut authors);
        if let Some(lang) = &read.lang {
            draft.set("lang", Value::text(lang.clone()));
            draft.id = slug(&format!("{} {lang}", draft.id));
            if let Some(original) = originals.get(read.key.as_str()) {
                draft.set("translation_of", Value::Draft((*original).to_owned()));
            }
        } else if own.split('-').next() != vocabulary.language().split('-').next()
            && read.front.get("lang").is_none()
        {
            draft.set("lang", Value::text(own.clone()));
        }
        for (line, code, text) in read.asked.iter().chain(&rendered.asked) {
            draft.ask(page.path, *line, code, text.clone());
        }
        draft.questions.sort_by_key(|question| question.line);
        import.drafts.push(draft);
    }
    authors.ask(&mut import);
    if import.drafts.is_empty() {
        let mut text = format!(
            "no page of a {} site was found here; pages stand below content/",
            generator.name
        );
        if table::pages::are_in(source) {
            text = format!("{text}; {PAGES}");
        }
        import.ask(&source.name, 0, "nothing-found", text);
    }
    import
}

fn settings(source: &Source, generator: &Generator, import: &mut Import) -> Node {
    let none = Node {
        line: 1,
        value: Datum::Map(Vec::new()),
    };
    let found = generator
        .settings
        .iter()
        .find_map(|name| source.files.iter().find(|file| file.path == *name));
    let Some(file) = found else {
        return none;
    };
    let (text, _) = file.text();
    let mut twice = Vec::new();
    let outcome = match file.path.rsplit('.').next() {
        Some("toml") => tree::toml(&text, 1),
        Some("json") => tree::json_with_twice(&text, 1, &mut twice),
        _ => tree::yaml_with_twice(&text, 1, &mut twice),
    };
    for (line, code, text) in front_matter::asked_twice(&twice) {
        import.ask(&file.path, line, code, text);
    }
    outcome.unwrap_or_else(|broken| {
        import.ask(
            &file.path,
            broken.line,
            "bad-front-matter",
            format!("the site's settings cannot be read: {}", broken.message),
        );
        none
    })
}

fn page<'s>(
    file: &'s File,
    generator: &Generator,
    (settings, base, own, passed_on): (&Node, Option<&Url>, &str, &[Cascade]),
    bundles: &BTreeSet<&str>,
    import: &mut Import,
) -> Option<Read<'s>> {
    let below = file.path.strip_prefix("content/")?;
    let (stem, ending) = below.rsplit_once('.')?;
    if matches!(
        ending,
        "org" | "adoc" | "asciidoc" | "ad" | "rst" | "pandoc" | "pdc"
    ) {
        let text = "a page in this form is not read here; as Markdown or HTML it would be";
        import.ask(&file.path, 1, "left-out", text);
    }
    if !matches!(ending, "md" | "markdown" | "html") {
        return None;
    }
    let (text, bad_line) = file.text();
    let mut parts = front_matter::split(&text);
    let mut asked: Vec<_> = parts.asked_twice().collect();
    if let Some(broken) = parts.broken {
        let text = format!(
            "the front matter cannot be read as it is ({}); it was read line by line",
            broken.message
        );
        asked.push((broken.line, "bad-front-matter", text));
    }
    if let Some(line) = bad_line {
        asked.push((
            line,
            "not-utf8",
            "the file is not UTF-8; what could not be read is shown as �".to_owned(),
        ));
    }
    // `post.es.md`, where `es` is a language of the site; `v1.2.md` has none.
    let languages = settings
        .get("languages")
        .map(Node::pairs)
        .unwrap_or_default();
    let is_language = |tag: &str| {
        languages
            .iter()
            .any(|(key, _)| key.eq_ignore_ascii_case(tag))
            || tag == own
            || languages.is_empty() && matches!(tag, "en" | "es")
    };
    let (key, lang) = match stem.rsplit_once('.') {
        Some((key, tag)) if is_language(tag) => (key, Some(tag)),
        _ => (stem, None),
    };
    let (key, lang) = match lang {
        Some(_) => (key, lang),
        // Or the language is a folder of its own.
        None => languages
            .iter()
            .filter_map(|(tag, node)| {
                let folder = node.text_of("contentDir").or(node.text_of("contentdir"))?;
                let folder = folder.strip_prefix("content/")?.trim_matches('/');
                Some((
                    key.strip_prefix(folder)?.strip_prefix('/')?,
                    Some(tag.as_str()),
                ))
            })
            .next()
            .unwrap_or((key, None)),
    };
    cascade::put(&mut parts.front, key, lang, passed_on);
    let lang = lang.filter(|tag| *tag != own).and_then(language_tag);
    let (folder, last) = key.rsplit_once('/').unwrap_or(("", key));
    let is_section = last == "_index";
    if is_section && parts.body.trim().is_empty() {
        // A list of pages, which are there themselves.
        let said = ["description", "summary"];
        if let Some(said) = said.iter().find_map(|key| parts.front.text_of(key)) {
            let text = format!(
                "a section is a list of pages and became no draft; it says of itself “{said}”. Should it be a `collection`?"
            );
            import.ask(&file.path, parts.front.line, "left-out", text);
        }
        return None;
    }
    if !parts.there && parts.body.trim().is_empty() {
        import.ask(
            &file.path,
            1,
            "left-out",
            "the file is empty; it was left out",
        );
        return None;
    }
    // A page with pictures of its own is a folder with an index.
    let name = if matches!(last, "index" | "_index") {
        folder
            .rsplit('/')
            .next()
            .filter(|name| !name.is_empty())
            .unwrap_or("home")
    } else {
        last
    };
    let (name_day, name) = match name.split_at_checked(10) {
        Some((day, rest)) if crate::shape::is_partial_date(day) && rest.starts_with(['-', '_']) => {
            (Some(day.to_owned()), rest.trim_start_matches(['-', '_']))
        }
        _ => (None, name),
    };
    // Zola takes the day out of the address; Hugo only where the site says that names have days.
    let without_day = generator.style == Style::Zola
        || settings
            .get("frontmatter")
            .and_then(|node| node.get("date"))
            .is_some_and(|node| node.texts().contains(&":filename"));
    let in_address = match (last, parts.front.text_of("slug"), &name_day) {
        ("_index", ..) => String::new(),
        (_, Some(slug), _) => slug.to_owned(),
        (_, None, Some(day)) if !without_day => format!("{day}-{}", slug(name)),
        (_, None, _) => slug(name),
    };
    let section = if last == "index" {
        folder.rsplit_once('/').map_or("", |(section, _)| section)
    } else {
        folder
    };
    let written = parts.front.text_of(generator.path);
    let is_of_bundle = generator.style == Style::Hugo && is_within(below, bundles);
    if is_of_bundle {
        let text = "the page lies in the folder of another and is a part of it; the site makes no page of it. Does it belong into the catalogue?";
        asked.push((1, "unpublished", text.to_owned()));
    }
    let path = match written {
        _ if is_of_bundle => None,
        Some(path) => Some(path.trim_start_matches('/').to_owned()),
        None if generator.style == Style::Hugo => {
            let place = Place {
                front: &parts.front,
                section,
                name: &in_address,
                file_name: name,
                is_section,
                lang: lang.as_deref(),
                own,
            };
            permalink::path(&place, settings)
        }
        None => {
            let parts = [lang.as_deref().unwrap_or(""), section, &in_address];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Some(match parts.is_empty() {
                true => String::new(),
                false => format!("{}/", parts.join("/").to_lowercase()),
            })
        }
    };
    let hidden = parts.front.text_of("draft") == Some("true");
    let address = match (base, path) {
        (Some(base), Some(path)) if !hidden => base.join(&path).ok(),
        _ => None,
    };
    Some(Read {
        file,
        body: parts.body.to_owned(),
        body_line: parts.body_line,
        key: key.to_owned(),
        lang,
        name: name
            .split(['-', '_', ' '])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        name_day,
        address,
        asked,
        front: parts.front,
    })
}

/// The folder of a page that is a folder with an index (gohugo.io, "Page bundles"); what else lies in it is a part of the page.
fn bundle(file: &File) -> Option<&str> {
    let (folder, name) = file.path.strip_prefix("content/")?.rsplit_once('/')?;
    let is_index = name.starts_with("index.") && name.ends_with(".md");
    is_index.then_some(folder)
}

/// Whether a file lies in the folder of another page, or below it.
fn is_within(below: &str, bundles: &BTreeSet<&str>) -> bool {
    let mut folders = below
        .match_indices('/')
        .filter_map(|(at, _)| below.get(..at));
    let own = below
        .rsplit_once('/')
        .filter(|(_, name)| name.starts_with("index."));
    folders.any(|folder| bundles.contains(folder) && own.is_none_or(|(own, _)| own != folder))
}

/// Zola's links to files, `[a](@/blog/a.md)`, as addresses.
fn internal_links(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](@/") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let end = after.find([')', ' ', '\n']).unwrap_or(after.len());
        let (path, tail) = after.split_at(end);
        match lookup(path) {
            Some(address) => {
                out.push_str(&address);
                if let Some((_, anchor)) = path.split_once('#') {
                    out.push('#');
                    out.push_str(anchor);
                }
            }
            None => out.push_str(path),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
