//! A Jekyll site's folder: posts, pages, collections and data.
//!
//! What Jekyll would publish, and what stands in its folders unpublished, each become a draft; templates
//! are undone where their meaning is plain and asked about where it is not. Follows jekyllrb.com/docs:
//! directory structure, front matter, permalinks, data files. Not here: layouts, includes and plugins,
//! which say how a page looks.

mod address;
mod data;
mod kramdown;
mod liquid;

use crate::body;
use crate::draft::Import;
use crate::site::front_matter::{self, Parts};
use crate::site::{self, Authors, PAGES, Page};
use crate::source::{File, Source};
use crate::table;
use crate::tree::{self, Datum, Node};
use crate::vocabulary::Vocabulary;
use address::Addresses;
use std::collections::BTreeMap;

/// Endings of files that Jekyll turns into pages.
const ENDINGS: &[&str] = &[
    "md", "markdown", "mkd", "mkdn", "mkdown", "html", "htm", "textile",
];

/// Folders that hold templates and styles.
const TEMPLATES: &[&str] = &["_layouts", "_includes", "_sass", "_plugins"];

/// What a file of a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role<'p> {
    Config,
    Data,
    Post,
    /// A member of a collection.
    Member(&'p str),
    Page,
    /// A template, or no page at all.
    Other,
}

/// Reads a site.
pub fn read(source: &Source, vocabulary: &Vocabulary) -> Import {
    let mut import = Import::default();
    let config = config(source, &mut import);
    let addresses = Addresses::new(&config);
    let mut authors = Authors::default();
    // Organizations first, so that authors find them.
    let mut of_data = Vec::new();
    for file in source
        .files
        .iter()
        .filter(|file| role(&file.path, &config) == Role::Data)
    {
        of_data.extend(data::read(file, &addresses, &mut authors, &mut import));
    }
    let pages: Vec<Read> = source
        .files
        .iter()
        .filter_map(|file| page(file, &config, &addresses, &mut import))
        .collect();
    let by_path: BTreeMap<&str, String> = pages
        .iter()
        .filter_map(|page| Some((page.file.path.as_str(), page.address.clone()?.to_string())))
        .collect();
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        *slugs.entry(crate::slug::slug(&page.name)).or_default() += 1;
    }
    for read in &pages {
        let context = liquid::Context {
            site: &config,
            page: &read.front,
            addresses: &by_path,
        };
        let rendered = liquid::render(&read.body, read.body_line, &context);
        // A page that is not published any more spoke of the same site.
        let root = addresses.whole("");
        let base = read.address.as_ref().or(root.as_ref());
        let text = if is_html(read.file.name()) {
            body::from_html(&rendered.text, read.body_line, base)
        } else {
            let markdown = kramdown::to_commonmark(&rendered.text);
            body::from_markdown(&markdown, read.body_line, base)
        };
        let page = Page {
            path: &read.file.path,
            kind: read.kind,
            front: &read.front,
            body_line: read.body_line,
            name: read.name.clone(),
            name_day: read.name_day.clone(),
            address: read.address.clone(),
        };
        let mut draft = site::draft(&page, &text, vocabulary, &mut authors);
        for (line, code, text) in read.asked.iter().chain(&rendered.asked) {
            draft.ask(page.path, *line, code, text.clone());
        }
        // Several posts may have one name: an assembly each month.
        if let (Some(day), true) = (
            &read.name_day,
            slugs.get(&draft.id).is_some_and(|count| *count > 1),
        ) {
            draft.id = format!("{}-{day}", draft.id);
        }
        if let Some(title) = config.text_of("title")
            && let Some(org) = authors.organization(title, vocabulary)
        {
            let role = crate::Value::map([("org", org), ("role", crate::Value::text("publisher"))]);
            draft.set("hosts", crate::Value::List(vec![role]));
        }
        draft.questions.sort_by_key(|question| question.line);
        import.drafts.push(draft);
    }
    import.drafts.extend(of_data);
    authors.ask(&mut import);
    if import.drafts.is_empty() {
        let text = match table::pages::are_in(source) {
            false => "no post, page or data of a Jekyll site was found here".to_owned(),
            true => {
                // Each of them would be told as left out.
                import
                    .questions
                    .retain(|question| question.code != "left-out");
                format!("no post, page or data of a Jekyll site was found here; {PAGES}")
            }
        };
        import.ask(&source.name, 0, "nothing-found", text);
    }
    import
}

/// A page as it was read, before its templates are undone.
struct Read<'s> {
    file: &'s File,
    kind: &'static str,
    front: Node,
    body: String,
    body_line: usize,
    name: String,
    name_day: Option<String>,
    address: Option<url::Url>,
    asked: Vec<(usize, &'static str, String)>,
}

fn page<'s>(
    file: &'s File,
    config: &Node,
    addresses: &Addresses,
    import: &mut Import,
) -> Option<Read<'s>> {
    let role = role(&file.path, config);
    let kind = match role {
        Role::Post => "article",
        Role::Page | Role::Member(_) => "resource",
        Role::Config | Role::Data | Role::Other => return None,
    };
    let (text, bad_line) = file.text();
    let parts = front_matter::split(&text);
    let mut asked: Vec<_> = parts.asked_twice().collect();
    let Parts {
        mut front,
        there,
        body,
        body_line,
        broken,
        ..
    } = parts;
    if !there && role == Role::Page {
        if has_ending(file.name()) {
            let text =
                "the file has no front matter, so Jekyll makes no page of it; it was left out";
            import.ask(&file.path, 1, "left-out", text);
        }
        return None;
    }
    if !there {
        let text = "the file has no front matter, so Jekyll would not publish it; its date and title come from its name";
        asked.push((1, "no-front-matter", text.to_owned()));
    }
    if let Some(broken) = broken {
        let text = format!(
            "the front matter cannot be read as it is ({}); it was read line by line",
            broken.message
        );
        asked.push((broken.line, "bad-front-matter", text));
    }
    if let Some(line) = bad_line {
        let text = "the file is not UTF-8; what could not be read is shown as �";
        asked.push((line, "not-utf8", text.to_owned()));
    }
    defaults(&mut front, &file.path, role, config);
    let (name_day, stem) = day_and_stem(file.name());
    let name_day = name_day.filter(|_| role == Role::Post);
    let stem = if name_day.is_some() {
        stem
    } else {
        without_endings(file.name())
    };
    // The day of the front matter counts, and a post's address keeps what only looks like an ending.
    let day = front.text_of("date").and_then(crate::day::day);
    let day = day.filter(|day| day.len() == 10).or(name_day.clone());
    let (last, _) = file.name().rsplit_once('.').unwrap_or((file.name(), ""));
    let in_address = match role {
        Role::Post => last.get(11..).unwrap_or(stem),
        _ => stem,
    };
    let address = Some(file.name())
        .filter(|name| role != Role::Post || has_ending(name))
        .and_then(|_| addresses.of(&file.path, role, &front, day.as_deref(), in_address));
    Some(Read {
        file,
        kind,
        body: body.to_owned(),
        body_line,
        name: words(stem),
        name_day,
        address,
        asked,
        front,
    })
}

/// The site's settings; a map without keys if it has none.
fn config(source: &Source, import: &mut Import) -> Node {
    let mut config = Node {
        line: 1,
        value: Datum::Map(Vec::new()),
    };
    let Some(file) = source.files.iter().find(|file| {
        matches!(
            file.path.as_str(),
            "_config.yml" | "_config.yaml" | "_config.toml"
        )
    }) else {
        return config;
    };
    let (text, _) = file.text();
    let outcome = if file.path.ends_with(".toml") {
        tree::toml(&text, 1)
    } else {
        tree::yaml(&text, 1)
    };
    match outcome {
        Ok(node) => config = node,
        Err(broken) => import.ask(
            &file.path,
            broken.line,
            "bad-front-matter",
            format!("the site's settings cannot be read: {}", broken.message),
        ),
    }
    config
}

/// What a file is, by its folder: the last one with an underscore decides, because a site that was moved
/// below another folder keeps its own.
fn role<'p>(path: &'p str, config: &Node) -> Role<'p> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if folders.is_empty() && name.starts_with("_config.") {
        return Role::Config;
    }
    let marked = folders.split('/').rfind(|folder| folder.starts_with('_'));
    match marked {
        Some("_posts" | "_drafts") => Role::Post,
        Some("_data") => Role::Data,
        Some(folder) if TEMPLATES.contains(&folder) => Role::Other,
        Some(folder) => Role::Member(folder.trim_start_matches('_')),
        None if is_excluded(path, config) => Role::Other,
        None => Role::Page,
    }
}

/// Whether the site's settings leave a file out.
fn is_excluded(path: &str, config: &Node) -> bool {
    config.get("exclude").is_some_and(|list| {
        list.texts().iter().any(|text| {
            let text = text.trim_matches('/');
            path == text
                || path
                    .strip_prefix(text)
                    .is_some_and(|rest| rest.starts_with('/'))
        })
    })
}

/// Adds what the settings say of pages that do not say it themselves (jekyllrb.com/docs/configuration/front-matter-defaults).
fn defaults(front: &mut Node, path: &str, role: Role, config: &Node) {
    let kind = match role {
        Role::Post => "posts",
        Role::Member(name) => name,
        _ => "pages",
    };
    let mut added: Vec<(usize, String, Node)> = Vec::new();
    for default in config
        .get("defaults")
        .map(Node::members)
        .unwrap_or_default()
    {
        let scope = default.get("scope");
        let scope_of = |key: &str| scope.and_then(|scope| scope.text_of(key)).unwrap_or("");
        let (folder, wanted) = (scope_of("path").trim_matches('/'), scope_of("type"));
        let below = folder.is_empty()
            || path == folder
            || path
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'));
        if !below || !(wanted.is_empty() || wanted == kind) {
            continue;
        }
        for (key, node) in default.get("values").map(Node::pairs).unwrap_or_default() {
            added.push((
                folder.len() + usize::from(!wanted.is_empty()),
                key.clone(),
                node.clone(),
            ));
        }
    }
    // The narrower scope counts.
    added.sort_by_key(|(narrow, _, _)| std::cmp::Reverse(*narrow));
    if let Datum::Map(pairs) = &mut front.value {
        for (_, key, node) in added {
            if !pairs.iter().any(|(have, _)| *have == key) {
                pairs.push((key, node));
            }
        }
    }
}

fn is_html(name: &str) -> bool {
    name.ends_with(".html") || name.ends_with(".htm")
}

fn has_ending(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// A name without its endings, of which there may be two: `call.md.md`.
fn without_endings(name: &str) -> &str {
    let mut stem = name;
    while let Some((before, ending)) = stem.rsplit_once('.') {
        if before.is_empty() || !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
            break;
        }
        stem = before;
    }
    stem
}

/// The day that a post's name begins with, whether there is such a day or not, and the rest of the name.
fn day_and_stem(name: &str) -> (Option<String>, &str) {
    let stem = without_endings(name);
    match stem.split_at_checked(10) {
        Some((day, rest)) if is_day_like(day) => {
            let rest = rest.trim_start_matches(['-', '_', ' ']);
            (
                Some(day.to_owned()),
                if rest.is_empty() { stem } else { rest },
            )
        }
        _ => (None, stem),
    }
}

fn is_day_like(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| {
        if at == 4 || at == 7 {
            b == b'-'
        } else {
            b.is_ascii_digit()
        }
    })
}

/// A file's name as words.
fn words(stem: &str) -> String {
    stem.split(|c: char| c == '-' || c == '_' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Role, day_and_stem, role, without_endings, words};
    use crate::tree;

    #[test]
    fn names_of_posts() {
        for (name, day, stem) in [
            ("2020-11-03-Call.md.md", Some("2020-11-03"), "Call"),
            ("2020-19-06-A-b.md", Some("2020-19-06"), "A-b"),
            (
                "2021-10-21-A Call to Support",
                Some("2021-10-21"),
                "A Call to Support",
            ),
            ("about.v2.html", None, "about.v2"),
            ("2021-10-21.md", Some("2021-10-21"), "2021-10-21"),
            (".md", None, ".md"),
            ("öööööööööö.md", None, "öööööööööö"),
        ] {
            assert_eq!(day_and_stem(name), (day.map(str::to_owned), stem), "{name}");
        }
        assert_eq!(without_endings("a.markdown"), "a");
        assert_eq!(words("A_b--c d"), "A b c d");
    }

    #[test]
    fn folders_say_what_a_file_is() {
        let config = tree::yaml("exclude: [/vendor/, README.md]\n", 1).unwrap();
        for (path, expected) in [
            ("_config.yml", Role::Config),
            ("_posts/a.md", Role::Post),
            ("news/_posts/a.md", Role::Post),
            ("_history/_posts/a.md", Role::Post),
            ("_history/_data/groups.yml", Role::Data),
            ("_documents/a.md", Role::Member("documents")),
            ("_layouts/a.html", Role::Other),
            ("README.md", Role::Other),
            ("vendor/x/a.md", Role::Other),
            ("about/index.md", Role::Page),
        ] {
            assert_eq!(role(path, &config), expected, "{path}");
        }
    }
}
