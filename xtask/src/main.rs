//! `cargo xtask`: the commands of this workspace. They install what is missing, say what they do and
//! why, and use no network once everything is there.
//!
//! `serve`, `build` and `test` set the machine up ([`setup`]) and run Trunk, which calls back through
//! `hook` ([`hook`]) so that plain `trunk build --release` makes the same site. This package drives
//! other programs; it links nothing of the workspace. It is the linker of wasm, too ([`link`]), under another name.
//!
//! | module | answers |
//! |---|---|
//! | [`setup`], [`tools`], [`packages`], [`browser`], [`firefox`], [`webkit`] | what does the machine need, and is it there? |
//! | [`serve`], [`build`], [`mod@test`], [`install`], [`mod@bench`] | what does each command do? |
//! | [`hook`], [`html`], [`scripts`], [`glue`], [`fingerprint`] | how do page and scripts become what is published? |
//! | [`wasm`], [`link`], [`object`], [`order`] | how do wasm modules become small? |
//! | [`archive`] | what does a release consist of? |
//! | [`sizes`] | what does a first visit load? |
//! | [`workspace`], [`process`], [`console`] | where is everything, how are programs run, how is it told? |
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at once"))]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks to its terminal"
)]

mod archive;
mod bench;
mod browser;
mod build;
mod console;
mod fingerprint;
mod firefox;
mod glue;
mod hook;
mod html;
mod install;
mod link;
mod object;
mod order;
mod packages;
mod process;
mod scripts;
mod serve;
mod setup;
mod sizes;
mod test;
mod tools;
mod wasm;
mod webkit;
mod workspace;

use std::process::ExitCode;

/// Anything that ends a command, as a sentence for the person at the terminal.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
The commands of this workspace. Each installs what it needs the first time and says so.

Usage: cargo xtask <COMMAND>

  serve [--release] [--port N] [--open]
        Builds the index and the app and serves them on 127.0.0.1 (port 8080, else the next free
        one). Rebuilds and reloads the page when a record or the code changes. A mistake in a
        record is shown here and the last good site stays up.
  test  Formatting, clippy, documentation, native tests, wasm tests and tests in a real browser,
        then a summary. Fails if any of them fails or cannot run.
  build [--out DIR]
        The optimised site in dist/, for any static host and any base path, and a table of what a
        first visit loads.
  install [--root DIR]
        The command `callboard` with the app inside, where `cargo install` puts programs (or in
        DIR/bin): it builds whole sites without this repository.
  dist [--out DIR] [--tag TAG]
        The same as an archive for machines like this one, with its SHA-256, in target/archives.
        With --tag the version must be that of the tag.
  bench [--smoke] [--sizes N,...] [--engines NAME,...] ...
        Callboard beside other engines in one browser: bytes, requests, time, memory and what is
        found, into bench/RESULTS.md. Needs Node 20 and npm; `bench --help` lists everything.
  screenshots [DIR]
        Pictures of every view, phone and desktop, light and dark, English and Spanish, in
        target/screenshots; index.html there shows them all.
  phone [FILE]
        What a cheap phone on a poor connection waits for, medians of five, into bench/PHONE.md.

Options:
  -h, --help  This text.

Environment:
  CALLBOARD_TOOLS   Where tools are kept; default: callboard/tools in the user's cache folder.
  CHROMEDRIVER      The driver that browser tests use; default: chromedriver on PATH.
  CALLBOARD_CHROME  The browser they use; default: chromium or Chrome where it is usually found.
  CALLBOARD_DATA    The records that `bench` measures with; default: ../shared/data.

Examples:
  cargo xtask serve --open
  cargo xtask build --out /srv/www/calls
  cargo xtask install --root ~/.local
";

fn main() -> ExitCode {
    match if link::is_wanted() {
        link::run()
    } else {
        run()
    } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result {
    use lexopt::prelude::*;
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        Some(Value(command)) => command.string()?,
        Some(Short('h') | Long("help")) | None => {
            print!("{HELP}");
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "serve" => {
            let mut options = serve::Options::default();
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("release") => options.release = true,
                    Long("open") => options.open = true,
                    Long("port") => options.port = arguments.value()?.parse()?,
                    Short('h') | Long("help") => return help(),
                    other => return Err(other.unexpected().into()),
                }
            }
            serve::run(&options)
        }
        "build" => {
            let mut out = workspace::root().join("dist");
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("out") => out = std::path::absolute(arguments.value()?)?,
                    Short('h') | Long("help") => return help(),
                    other => return Err(other.unexpected().into()),
                }
            }
            build::run(&out)
        }
        "install" => {
            let mut root = None;
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("root") => root = Some(std::path::absolute(arguments.value()?)?),
                    Short('h') | Long("help") => return help(),
                    other => return Err(other.unexpected().into()),
                }
            }
            install::install(root.as_deref())
        }
        "dist" => {
            let mut out = workspace::root().join("target/archives");
            let mut tag = None;
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("out") => out = std::path::absolute(arguments.value()?)?,
                    Long("tag") => tag = Some(arguments.value()?.string()?),
                    Short('h') | Long("help") => return help(),
                    other => return Err(other.unexpected().into()),
                }
            }
            install::dist(&out, tag.as_deref())
        }
        "test" => match arguments.next()? {
            None => test::run(),
            Some(Short('h') | Long("help")) => help(),
            Some(other) => Err(other.unexpected().into()),
        },
        "bench" => {
            let rest: Vec<_> = arguments.raw_args()?.collect();
            bench::run(&rest)
        }
        "screenshots" => match arguments.next()? {
            None => test::screenshots(&workspace::root().join("target/screenshots")),
            Some(Value(folder)) => test::screenshots(&std::path::absolute(folder)?),
            Some(Short('h') | Long("help")) => help(),
            Some(other) => Err(other.unexpected().into()),
        },
        "phone" => match arguments.next()? {
            None => test::phone(&workspace::root().join("bench/PHONE.md")),
            Some(Value(file)) => test::phone(&std::path::absolute(file)?),
            Some(Short('h') | Long("help")) => help(),
            Some(other) => Err(other.unexpected().into()),
        },
        "hook" => match arguments.value()?.string()?.as_str() {
            "prepare" => hook::prepare(),
            "assemble" => hook::assemble(),
            other => Err(format!(
                "expected `hook prepare` or `hook assemble`, but found `{other}`"
            )
            .into()),
        },
        other => {
            Err(format!("there is no command `{other}`; `cargo xtask --help` lists them").into())
        }
    }
}

fn help() -> Result {
    print!("{HELP}");
    Ok(())
}
