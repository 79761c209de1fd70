//! The declarations of the JavaScript API say what the model writes: every field by its name and type, whether it may be absent, and
//! every name of a closed list. Both are read as text, because no record has all of it.

use callboard_tests::published::workspace;
use std::collections::BTreeMap;
use std::fs;

/// Fields (`name: type`, `name?: type`) or names of each interface or list.
type Shapes = BTreeMap<String, Vec<String>>;

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).expect("the file is there")
}

/// A type of the model as it is in JSON.
fn in_json(rust: &str) -> String {
    let inside = |before: &str, after: &str| rust.strip_prefix(before)?.strip_suffix(after);
    if let Some(one) = inside("Vec<", ">") {
        return format!("{}[]", in_json(one));
    }
    if let Some(one) = inside("Option<", ">") {
        return in_json(one);
    }
    if let Some(pair) = inside("(", ")") {
        let pair: Vec<String> = pair.split(", ").map(in_json).collect();
        return format!("[{}]", pair.join(", "));
    }
    match rust {
        "String" => "string",
        "bool" => "boolean",
        "u32" | "i64" => "number",
        other => other,
    }
    .to_owned()
}

/// `PodcastEpisode` as `podcast-episode`.
fn kebab(variant: &str) -> String {
    let mut out = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn written() -> Shapes {
    let mut shapes = Shapes::new();
    let sources = ["action", "kind", "record", "site"];
    let text = sources.map(|name| read(&format!("model/src/{name}.rs")));
    let (mut within, mut renamed, mut optional) = (None, None, false);
    for line in text.iter().flat_map(|text| text.lines()).map(str::trim) {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let named = |before: &str| {
            let name = line.strip_prefix(before)?.strip_suffix(" {")?;
            // Not the pattern of a macro.
            name.chars().all(char::is_alphabetic).then_some(name)
        };
        if let Some(name) = named("struct ").or_else(|| named("enum ")) {
            within = Some(name.to_owned());
        } else if line == "kinds! {" {
            within = Some("Kind".to_owned());
        } else if line == "}" {
            within = None;
        }
        let Some(fields) = within.as_ref().map(|name| shapes.entry(name.clone())) else {
            continue;
        };
        let fields = fields.or_default();
        if line.starts_with("#[serde(") {
            optional |= line.contains("skip_serializing_if");
            let name = line.strip_prefix("#[serde(rename = \"");
            renamed = name.and_then(|name| name.strip_suffix("\")]")).or(renamed);
        } else if let Some(line) = line.strip_suffix(',').filter(|_| !line.starts_with("//")) {
            if let Some((name, rest)) = line.split_once(": ") {
                let (rust, skip) = rest
                    .split_once(" = ")
                    .map_or((rest, false), |(rust, _)| (rust, true));
                let name = renamed
                    .take()
                    .unwrap_or_else(|| name.trim_start_matches("r#"));
                let absent = if skip || optional { "?" } else { "" };
                fields.push(format!("{name}{absent}: {}", in_json(rust)));
                optional = false;
            } else if let Some((_, name)) = line.split_once(" = ") {
                fields.push(name.replace('"', "'"));
            } else if line.chars().all(char::is_alphanumeric) {
                fields.push(format!("'{}'", kebab(line)));
            }
        }
    }
    shapes
}

fn declared() -> Shapes {
    let text = read("engine/js/callboard-engine.d.ts");
    let mut shapes = Shapes::new();
    for part in text.split("\nexport ").skip(1) {
        let lines = || part.lines().map(str::trim);
        if let Some((name, _)) = part
            .strip_prefix("interface ")
            .and_then(|part| part.split_once(" {\n"))
        {
            let fields = lines().skip(1).take_while(|line| *line != "}");
            let fields = fields.filter(|line| !line.starts_with(['/', '*']));
            let fields = fields.map(|line| line.trim_end_matches(';').to_owned());
            shapes.insert(name.to_owned(), fields.collect());
        } else if let Some((name, list)) = part
            .strip_prefix("type ")
            .and_then(|part| part.split_once(" ="))
        {
            let list = list.split(';').next().unwrap_or_default();
            let names = list
                .split('|')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            shapes.insert(name.to_owned(), names.map(str::to_owned).collect());
        }
    }
    shapes
}

#[test]
fn the_declarations_say_what_the_model_writes() {
    let declared = declared();
    let written = written();
    assert!(written.len() > 20, "the model was read: {written:?}");
    for (name, mut fields) in written {
        if name == "Site" {
            // The engine adds them.
            fields.push("facets: FacetInfo[]".to_owned());
        }
        assert_eq!(declared.get(&name), Some(&fields), "{name}");
    }
}
