//! wasm modules: the engine's, built here, and what makes any of them small.

use crate::hook::{WASM_TARGET, copy};
use crate::{Result, fingerprint, order, process, tools, workspace};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What makes a module small. Control flow taken apart and put together anew is a hundredth
/// less, and what is optimised again until nothing changes another. In the first
/// kilobyte of memory there is nothing but the last of Rust's stack.
const SMALL: [&str; 10] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "-Oz",
    "--converge",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// What more makes the app's module small: a function that is called once stays one unless it is this short, so that it can stand
/// beside what is like it.
pub const OF_THE_APP: [&str; 1] = ["--one-caller-inline-max-function-size=25"];

/// The same of the engine's, where some that are called often are put into their callers besides. Tried from 0 to 300 and from 2 to
/// 6: .5 % less than by default, and no slower.
const OF_THE_ENGINE: [&str; 2] = [
    "--one-caller-inline-max-function-size=10",
    "--always-inline-max-function-size=5",
];

/// Features that every browser with wasm has had since 2021; wasm-opt may use these and no others.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The engine's module, and its published form.
pub const MODULE: &str = "callboard_engine_wasm_bg.wasm";
pub const PACKED: &str = "callboard_engine_wasm_bg.wasm.z";

/// The script that wasm-bindgen makes for it.
const GLUE: &str = "callboard_engine_wasm.js";

/// Builds the engine's module and puts it and its JavaScript into `staging`.
pub fn engine(staging: &Path, release: bool) -> Result {
    let mut cargo = process::cargo(&workspace::root());
    cargo.args([
        "build",
        "--package",
        "callboard-engine-wasm",
        "--target",
        WASM_TARGET,
    ]);
    // Whatever is not a release of the site is compiled as quickly as possible.
    let profile = if release { "wasm" } else { "debug" };
    if release {
        cargo.args(["--profile", profile]);
    }
    process::run(&mut cargo)?;
    let target = workspace::target()?;
    let module = target
        .join(WASM_TARGET)
        .join(profile)
        .join("callboard_engine_wasm.wasm");
    let tool = tools::wasm_bindgen()?;
    let program = tool.find().ok_or_else(|| {
        format!(
            "wasm-bindgen {} is missing: run `cargo xtask build`",
            tool.version
        )
    })?;
    let made = target.join("callboard").join(format!("engine-{profile}"));
    let published = if release { PACKED } else { MODULE };
    let key = format!(
        "{} short names, {}",
        key_of(&module, &tool.version)?,
        order::KEY
    );
    // wasm-bindgen takes seconds over a debug build: not again for every change of a record.
    let known = fs::read_to_string(made.join("key")).ok();
    if known.as_deref() != Some(&key) || !made.join(published).is_file() {
        let mut bindgen = Command::new(program);
        bindgen
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                "callboard_engine_wasm",
                "--out-dir",
            ])
            .arg(&made)
            .arg(&module);
        if release {
            bindgen.args(["--remove-name-section", "--remove-producers-section"]);
        }
        process::run(&mut bindgen)?;
        if release {
            let glue = made.join(GLUE);
            let script = fs::read_to_string(&glue)
                .map_err(|error| format!("cannot read {}: {error}", glue.display()))?;
            fs::write(&glue, shorten_names(&made.join(MODULE), &script)?)?;
            optimise(&made.join(MODULE), &OF_THE_ENGINE)?;
            compress(&made.join(MODULE), &made.join(PACKED))?;
        }
        fs::write(made.join("key"), key)?;
    }
    for name in [GLUE, published] {
        copy(&made.join(name), &staging.join(name))?;
    }
    Ok(())
}

/// Removes the exports that the script does not name, in place, so that wasm-opt finds what only they kept alive.
/// What stands in the module's table stays: what nothing needs is better not linked ([`crate::link`]).
pub fn drop_unused_exports(module: &Path, script: &str) -> Result {
    let bytes =
        fs::read(module).map_err(|error| format!("cannot read {}: {error}", module.display()))?;
    let Some(smaller) = keep_exports(&bytes, |name| script.contains(name)) else {
        return Err(format!("{} is not a wasm module", module.display()).into());
    };
    Ok(fs::write(module, smaller)?)
}

/// Gives what module and script call each other by names of three letters, in both; the script is returned.
/// wasm-bindgen's own names end in sixteen hexadecimal digits, which no compression makes smaller.
pub fn shorten_names(module: &Path, script: &str) -> Result<String> {
    let bytes =
        fs::read(module).map_err(|error| format!("cannot read {}: {error}", module.display()))?;
    let Some((smaller, names)) = rename(&bytes, script) else {
        return Err(format!("{} is not a wasm module", module.display()).into());
    };
    fs::write(module, smaller)?;
    Ok(names
        .iter()
        .fold(script.to_owned(), |script, (long, short)| {
            script.replace(long, short)
        }))
}

/// Long names, each with its short one.
type Names = Vec<(String, String)>;

/// The module with short names for those of its imports and exports that the script mentions, and the names, the
/// longest first, so that none is replaced as a part of another. `None` for bytes that are no module. Sections are
/// those of the WebAssembly core specification, 5.5.5 and 5.5.10.
fn rename(bytes: &[u8], script: &str) -> Option<(Vec<u8>, Names)> {
    const IMPORTS: u8 = 2;
    const EXPORTS: u8 = 7;
    // The end of what wasm-bindgen calls the script where a module names what it imports from.
    const OWN_SCRIPT: &str = "_bg.js";
    let mut mark = "$".to_owned();
    while script.contains(&format!("{mark}0")) {
        mark.push('$');
    }
    let mut names = Names::new();
    let mut short = |name: &[u8]| -> Option<Vec<u8>> {
        let name = std::str::from_utf8(name).ok()?;
        let is_made = name.starts_with("__wb")
            || name.starts_with("wasm_bindgen")
            || name.ends_with(OWN_SCRIPT);
        if !is_made || !script.contains(name) {
            return Some(name.as_bytes().to_vec());
        }
        if let Some((_, short)) = names.iter().find(|(long, _)| long == name) {
            return Some(short.clone().into_bytes());
        }
        let short = format!("{mark}{}", names.len());
        names.push((name.to_owned(), short.clone()));
        Some(short.into_bytes())
    };
    let push_name = |made: &mut Vec<u8>, name: &[u8]| {
        push_number(made, name.len());
        made.extend_from_slice(name);
    };
    let mut out = bytes.get(..8)?.to_vec();
    for (section, mut body) in sections(bytes)? {
        let mut made = Vec::new();
        if matches!(section, IMPORTS | EXPORTS) {
            let count = number(&mut body)?;
            push_number(&mut made, count);
            for _ in 0..count {
                if section == IMPORTS {
                    let length = number(&mut body)?;
                    push_name(&mut made, &short(take(&mut body, length)?)?);
                }
                let length = number(&mut body)?;
                push_name(&mut made, &short(take(&mut body, length)?)?);
                let kind = take(&mut body, 1)?;
                made.extend_from_slice(kind);
                let before = body;
                // wasm-bindgen imports functions alone; an export names anything by its number.
                if section == IMPORTS && kind != [0] {
                    return None;
                }
                number(&mut body)?;
                made.extend_from_slice(&before[..before.len() - body.len()]);
            }
            body = &made;
        }
        out.push(section);
        push_number(&mut out, body.len());
        out.extend_from_slice(body);
    }
    names.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    Some((out, names))
}

/// The module with only some of its exports; `None` for bytes that are no module. Sections and their numbers
/// are those of the WebAssembly core specification, 5.5.
fn keep_exports(bytes: &[u8], keep: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    const EXPORTS: u8 = 7;
    let mut out = bytes.get(..8)?.to_vec();
    for (section, mut body) in sections(bytes)? {
        let mut made = Vec::new();
        if section == EXPORTS {
            let mut kept = Vec::new();
            for _ in 0..number(&mut body)? {
                let from = body;
                let length = number(&mut body)?;
                let name = std::str::from_utf8(take(&mut body, length)?).ok()?;
                take(&mut body, 1)?;
                number(&mut body)?;
                if keep(name) {
                    kept.push(&from[..from.len() - body.len()]);
                }
            }
            push_number(&mut made, kept.len());
            made.extend(kept.concat());
            body = &made;
        }
        out.push(section);
        push_number(&mut out, body.len());
        out.extend_from_slice(body);
    }
    Some(out)
}

/// What a module imports, each by the name of a script and its own; `None` for bytes that are no module.
pub fn imports(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(bytes) {
        if let wasmparser::Payload::ImportSection(imports) = payload.ok()? {
            for import in imports.into_imports() {
                let import = import.ok()?;
                found.push((import.module.to_owned(), import.name.to_owned()));
            }
        }
    }
    Some(found)
}

/// Number and bytes of each section; `None` for bytes that are no module.
pub fn sections(bytes: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let head = bytes.get(..8).filter(|head| head.starts_with(b"\0asm"))?;
    let mut rest = bytes.get(head.len()..)?;
    let mut sections = Vec::new();
    while let Some((section, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        sections.push((*section, take(&mut rest, length)?));
    }
    Some(sections)
}

/// Takes an unsigned LEB128 number.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let (mut value, mut shift) = (0usize, 0);
    loop {
        let byte = take(rest, 1)?[0];
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// Appends an unsigned LEB128 number.
pub fn push_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Makes a module smaller in place, with these options besides, or says why it stays as it is.
pub fn optimise(module: &Path, more: &[&str]) -> Result {
    let name = module
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let tool = tools::wasm_opt();
    let Some(program) = tool.find() else {
        println!(
            "wasm-opt {} is not here: {name} is larger than it need be",
            tool.version
        );
        return Ok(());
    };
    let folder = workspace::target()?.join("callboard").join("wasm-opt");
    fs::create_dir_all(&folder)?;
    let (made, stamp) = (folder.join(&name), folder.join(format!("{name}.key")));
    let key = format!("{} {more:?} {}", key_of(module, &tool.version)?, order::KEY);
    if fs::read_to_string(&stamp).ok().as_deref() != Some(&key) || !made.is_file() {
        let mut command = Command::new(program);
        command
            .args(SMALL)
            .args(more)
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(&made);
        process::run(&mut command)?;
        let read = fs::read(&made).map_err(|error| format!("cannot read {name}: {error}"))?;
        let ordered = order::by_likeness(&read, compressed_size)
            .ok_or("wasm-opt has made something else than a module")?;
        fs::write(&made, ordered)?;
        fs::write(&stamp, key)?;
    }
    copy(&made, module)
}

/// Compresses a module as tightly as the format allows, so that it is as small on hosts that compress nothing. The
/// scripts that load it know by its name.
pub fn compress(module: &Path, packed: &Path) -> Result {
    let bytes =
        fs::read(module).map_err(|error| format!("cannot read {}: {error}", module.display()))?;
    Ok(fs::write(packed, compressed(&bytes)?)?)
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Zlib,
        bytes,
        &mut out,
    )?;
    Ok(out)
}

fn compressed_size(bytes: &[u8]) -> usize {
    compressed(bytes).map_or(usize::MAX, |out| out.len())
}

fn key_of(module: &Path, version: &str) -> Result<String> {
    let bytes =
        fs::read(module).map_err(|error| format!("cannot read {}: {error}", module.display()))?;
    Ok(format!("{version} {SMALL:?} {}", fingerprint::of(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::{keep_exports, rename};

    #[test]
    fn an_export_that_is_not_kept_goes_and_the_rest_stays() {
        // Two exports, `a` and `bc`, of function 0, then an empty custom section named `x`.
        let module = b"\0asm\x01\0\0\0\x07\x0a\x02\x01a\x00\x00\x02bc\x00\x00\x00\x02\x01x";
        let left = keep_exports(module, |name| name == "bc").unwrap();
        assert_eq!(
            left,
            b"\0asm\x01\0\0\0\x07\x06\x01\x02bc\x00\x00\x00\x02\x01x"
        );
        assert_eq!(keep_exports(module, |_| true).unwrap(), module);
        assert_eq!(keep_exports(b"no module", |_| true), None);
        assert_eq!(keep_exports(&module[..12], |_| true), None);
    }

    #[test]
    fn names_that_the_script_mentions_become_short_in_imports_and_exports() {
        // An import of the function `m` `__wbg_a` of type 0, an export `__wbg_ab` of function 0.
        let module =
            b"\0asm\x01\0\0\0\x02\x0d\x01\x01m\x07__wbg_a\x00\x00\x07\x0c\x01\x08__wbg_ab\x00\x00";
        let (made, names) = rename(module, "__wbg_a __wbg_ab $0").unwrap();
        let name = |long: &str, short: &str| (long.to_owned(), short.to_owned());
        assert_eq!(names, [name("__wbg_ab", "$$1"), name("__wbg_a", "$$0")]);
        assert_eq!(
            made,
            b"\0asm\x01\0\0\0\x02\x09\x01\x01m\x03$$0\x00\x00\x07\x07\x01\x03$$1\x00\x00"
        );
        let (same, none) = rename(module, "nothing").unwrap();
        assert_eq!((same.as_slice(), none.len()), (&module[..], 0));
        assert!(rename(b"no module", "").is_none());
        assert!(rename(&module[..15], "").is_none());
    }
}
