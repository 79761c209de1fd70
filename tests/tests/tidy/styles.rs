//! Styles name no side: what is left in one script is right in another, so a style says where a line starts and ends.

use callboard_tests::published::workspace;
use std::fs;
use std::path::PathBuf;

/// Properties that name a side, or that go by it.
const SIDED: [&str; 12] = [
    "left",
    "right",
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
];

/// Values that name a side.
const SIDED_VALUES: [&str; 4] = [
    "text-align: left",
    "text-align: right",
    "float: left",
    "float: right",
];

/// Declarations of a style sheet, each as `name: value`; comments are left out.
fn declarations(css: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
        .split([';', '{', '}'])
        .filter_map(|part| part.trim().split_once(':'))
        .map(|(name, value)| format!("{}: {}", name.trim(), value.trim()))
        .collect()
}

/// Why a declaration goes by a side, if it does.
fn names_a_side(declaration: &str) -> bool {
    let (name, value) = declaration.split_once(": ").unwrap_or((declaration, ""));
    // Four values go around the box from its top; the second and the fourth are its sides.
    let around = ["margin", "padding", "inset", "border-width", "border-color"].contains(&name);
    let mut values: Vec<&str> = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in value.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 => {
                values.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    values.push(&value[start..]);
    SIDED.contains(&name)
        || name.starts_with("border-left-")
        || name.starts_with("border-right-")
        || SIDED_VALUES.contains(&declaration)
        || around && values.len() == 4 && values[1] != values[3]
}

#[test]
fn no_style_names_a_side() {
    let mut found = Vec::new();
    let mut sheets = 0;
    for folder in ["app", "app/device", "app/widget"] {
        let entries = fs::read_dir(workspace().join(folder)).expect("the folder is there");
        let files = entries.flatten().map(|entry| entry.path());
        let css: Vec<PathBuf> = files
            .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
            .collect();
        for path in css {
            sheets += 1;
            let text = fs::read_to_string(&path).expect("the style sheet is a text");
            let bad = declarations(&text)
                .into_iter()
                .filter(|one| names_a_side(one));
            found.extend(bad.map(|one| format!("{}: {one}", path.display())));
        }
    }
    assert!(sheets >= 4, "only {sheets} style sheets were looked at");
    assert!(
        found.is_empty(),
        "say where a line starts and ends:\n{}",
        found.join("\n")
    );
}

#[test]
fn sides_are_known_when_they_are_seen() {
    for (css, sided) in [
        ("a { margin-left: 1px }", true),
        ("a{left:0}", true),
        ("a { margin: 0 1rem 0 2rem; }", true),
        ("a { padding: .5rem max(1px, 2px) 0 1rem }", true),
        ("a { text-align: right }", true),
        ("a { margin: 0 calc(1px + 2px) 0 calc(1px + 2px); }", false),
        ("a { padding: 0 var(--edge) 3rem }", false),
        (
            "a { margin-inline: auto 0; text-align: start; inset-inline-start: 0 }",
            false,
        ),
        ("/* left: 0; */ a { color: red }", false),
    ] {
        assert_eq!(
            declarations(css).iter().any(|one| names_a_side(one)),
            sided,
            "{css}"
        );
    }
}
