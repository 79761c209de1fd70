//! The linker of wasm, between rustc and `rust-lld`: leaves out what only a linker can leave out.
//!
//! Everything that a crate exports is kept, and whatever that refers to, also where the crate is a dependency of a dependency
//! and no script will ever call it. Once it is linked, tables name those functions and nobody can tell that no call reaches
//! them. So here such exports are not asked for, and objects of optimised builds lose the texts of panics ([`crate::object`]).
//!
//! This program is its own linker: a copy named `wasm-ld`, which cargo is told to use for wasm ([`install`]). Not here:
//! what a script does not name among what is left ([`crate::wasm::drop_unused_exports`]).

use crate::hook::WASM_TARGET;
use crate::{Result, fingerprint, object, process, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The name that tells this program to link, and rustc how to speak to it.
const NAME: &str = "wasm-ld";

/// What does the work. rustc puts the folder that has it on `PATH` for its linker.
const LINKER: &str = "rust-lld";

/// What the exports of classes begin with that nobody here calls: Leptos brings `wasm-streams` for server functions that
/// answer with streams. They and what they alone keep are 5 KB of the app's compressed module.
const UNUSED: [&str; 3] = [
    "intounderlyingbytesource_",
    "intounderlyingsink_",
    "intounderlyingsource_",
];

/// Whether this program was started to link.
pub fn is_wanted() -> bool {
    let program = env::args_os().next().map(PathBuf::from);
    program.is_some_and(|program| program.file_stem().is_some_and(|stem| stem == NAME))
}

/// Links as the arguments of this program say.
pub fn run() -> Result {
    let mut arguments = Vec::new();
    for argument in env::args().skip(1) {
        // Where a command would be too long, rustc writes it to a file, an argument a line.
        match argument.strip_prefix('@') {
            Some(file) => {
                let text = fs::read_to_string(file)
                    .map_err(|error| format!("cannot read {file}: {error}"))?;
                arguments.extend(text.lines().map(unescaped));
            }
            None => arguments.push(argument),
        }
    }
    let mut arguments = without_unused(arguments);
    if is_optimised(&arguments) {
        for argument in arguments.iter_mut().filter(|it| it.ends_with(".o")) {
            let bytes =
                fs::read(&*argument).map_err(|error| format!("cannot read {argument}: {error}"))?;
            if let Some(smaller) = object::without_panics(&bytes) {
                let made = format!("{argument}.trimmed");
                fs::write(&made, smaller)
                    .map_err(|error| format!("cannot write {made}: {error}"))?;
                *argument = made;
            }
        }
    }
    let outcome = link(&arguments);
    for made in arguments.iter().filter(|it| it.ends_with(".o.trimmed")) {
        // What is left behind in cargo's folder does no harm, and `cargo clean` takes it.
        let _ = fs::remove_file(made);
    }
    outcome
}

/// Runs the linker, with arguments in a file: thousands of exports are more than a command may have on some systems.
fn link(arguments: &[String]) -> Result {
    let mut after = arguments.iter();
    let made = after.find(|it| *it == "-o").and_then(|_| after.next());
    let made = made.ok_or("expected `-o` among the linker's arguments, but found none")?;
    let list = format!("{made}.arguments");
    let skipped = if arguments.first().is_some_and(|it| it == "-flavor") {
        2
    } else {
        0
    };
    let lines: Vec<String> = arguments
        .iter()
        .skip(skipped)
        .map(|it| escaped(it))
        .collect();
    fs::write(&list, lines.join("\n")).map_err(|error| format!("cannot write {list}: {error}"))?;
    let outcome = process::run(
        Command::new(LINKER)
            .args(["-flavor", "wasm"])
            .args(["--rsp-quoting=posix", &format!("@{list}")]),
    );
    if outcome.is_ok() {
        fs::remove_file(&list).map_err(|error| format!("cannot remove {list}: {error}"))?;
    }
    outcome
}

/// The arguments without what asks for an export that is not used, or for its description.
fn without_unused(arguments: Vec<String>) -> Vec<String> {
    const DESCRIBES: &str = "__wbindgen_describe_";
    const EXPORT: &str = "--export";
    let unused = |name: &str| {
        let name = name.strip_prefix(DESCRIBES).unwrap_or(name);
        let name = name.strip_prefix("__wbg_").unwrap_or(name);
        UNUSED.iter().any(|start| name.starts_with(start))
    };
    let mut kept: Vec<String> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let is_name = kept.last().is_some_and(|before| before == EXPORT);
        if is_name && unused(&argument) {
            kept.pop();
        } else if !argument.strip_prefix("--export=").is_some_and(unused) {
            kept.push(argument);
        }
    }
    kept
}

/// Whether rustc was asked to optimise: a build for debugging keeps what its panics say.
fn is_optimised(arguments: &[String]) -> bool {
    let level = arguments.iter().rev().find_map(|it| it.strip_prefix("-O"));
    level.is_some_and(|level| level != "0")
}

/// An argument as a line of a file of arguments, and back: spaces and backslashes have a backslash before them.
fn escaped(argument: &str) -> String {
    argument.replace('\\', "\\\\").replace(' ', "\\ ")
}

fn unescaped(line: &str) -> String {
    let mut out = String::new();
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        out.extend(if c == '\\' {
            characters.next()
        } else {
            Some(c)
        });
    }
    out
}

/// Puts this program where cargo looks for the linker of wasm, and returns that place. What an earlier one has linked is
/// linked again.
pub fn install(folder: &Path) -> Result<PathBuf> {
    let linker = folder.join(format!("{NAME}{}", env::consts::EXE_SUFFIX));
    let own = env::current_exe().map_err(|error| format!("cannot tell what runs: {error}"))?;
    let read = |path: &Path| {
        fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    let bytes = read(&own)?;
    if own != linker && fs::read(&linker).ok().as_ref() != Some(&bytes) {
        // Not over the old one: it may be linking for somebody else.
        let new = folder.join(format!("{NAME}.new"));
        fs::copy(&own, &new).map_err(|error| format!("cannot write {}: {error}", new.display()))?;
        fs::rename(&new, &linker)
            .map_err(|error| format!("cannot replace {}: {error}", linker.display()))?;
    }
    let sources = [include_str!("link.rs"), include_str!("object.rs")].concat();
    let key = fingerprint::of(sources.as_bytes());
    let known = folder.join("linked-by");
    if fs::read_to_string(&known).ok().as_deref() != Some(&key) {
        forget_linked()?;
        fs::write(&known, key)
            .map_err(|error| format!("cannot write {}: {error}", known.display()))?;
    }
    Ok(linker)
}

/// Removes linked modules, because cargo does not notice that the linker is another.
fn forget_linked() -> Result {
    let profiles = workspace::target()?.join(WASM_TARGET);
    for profile in fs::read_dir(&profiles).into_iter().flatten().flatten() {
        for folder in [profile.path(), profile.path().join("deps")] {
            for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = file.path();
                if path.extension().is_some_and(|end| end == "wasm") {
                    fs::remove_file(&path)
                        .map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_optimised, unescaped, without_unused};

    fn of(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_is_not_used_is_not_asked_for() {
        let asked = "-flavor wasm --export main --export intounderlyingsource_pull_58a9338f50bce61c \
                     --export __wbg_intounderlyingsink_free_58a9 --export=intounderlyingsink_close_5 \
                     --export __wbindgen_describe_intounderlyingsource_pull_58a9338f50bce61c \
                     --export=__heap_base a.o -o intounderlyingsource_.wasm";
        let left =
            "-flavor wasm --export main --export=__heap_base a.o -o intounderlyingsource_.wasm";
        assert_eq!(without_unused(of(asked)), of(left));
    }

    #[test]
    fn a_build_for_debugging_is_told_from_an_optimised_one() {
        assert!(is_optimised(&of("a.o -O2 --strip-debug")));
        assert!(!is_optimised(&of("a.o -O0")));
        assert!(!is_optimised(&of("a.o -o out.wasm")));
    }

    #[test]
    fn an_argument_survives_a_file_of_arguments() {
        for argument in [r"C:\a folder\b.o", "--export", ""] {
            assert_eq!(unescaped(&escaped(argument)), argument);
        }
    }
}
