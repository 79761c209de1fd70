//! What commands print. Who reads may stop at any time (`callboard check | head`): that is no failure and no reason to say
//! anything, and the work's own exit code stays what it is. A full disk is a failure, which [`finish`] tells.
//!
//! `outln!`, `out!`, `errln!` and `err!` are `println!`, `print!`, `eprintln!` and `eprint!` in this sense; those of the
//! standard library panic.

use std::fmt::Arguments;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether something could not be printed, though somebody listens.
static LOST: AtomicBool = AtomicBool::new(false);

/// Prints to standard output, where findings and results go.
pub fn to_output(text: Arguments) {
    note(io::stdout().write_fmt(text));
}

/// Prints to standard error, where progress and failures go. Where that cannot be written there is nobody left to tell.
pub fn to_error(text: Arguments) {
    let _ = io::stderr().write_fmt(text);
}

fn note(written: io::Result<()>) {
    if written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// The exit code of a command that ended with `code`: output that was lost to anything but a reader who had enough makes it
/// a failure.
pub fn finish(code: ExitCode) -> ExitCode {
    note(io::stdout().flush());
    if LOST.load(Ordering::Relaxed) {
        to_error(format_args!("error: the output could not be written\n"));
        return ExitCode::FAILURE;
    }
    code
}

/// A path as it is typed into a terminal: in quotes where a shell would read something else.
pub fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    // What begins with a hyphen would be an option.
    let path = match path.starts_with('-') {
        true => format!("./{path}"),
        false => path,
    };
    let is_plain = |c: char| c.is_alphanumeric() || "_-./\\:,@%+=".contains(c);
    if path
        .chars()
        .all(|c| is_plain(c) && (c != '\\' || cfg!(windows)))
    {
        path
    } else if cfg!(windows) || !path.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// A line on a terminal that is written over by the next: how far long work is. Nothing is written where standard error is
/// no terminal.
pub struct Progress(bool);

impl Progress {
    /// Progress of work that may be long.
    pub fn new() -> Progress {
        let is_plain = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Progress(io::stderr().is_terminal() && !is_plain)
    }

    /// Says what is being done now.
    pub fn now(&self, what: &str) {
        if self.0 {
            // Back to the line's start, and the rest of it cleared (ECMA-48, EL).
            to_error(format_args!("\r\u{1b}[K{what} …"));
        }
    }

    /// Leaves an empty line for what comes next.
    pub fn clear(&self) {
        if self.0 {
            to_error(format_args!("\r\u{1b}[K"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A number of things by their name: `1 record`, `2 records`.
pub fn count(number: usize, name: &str) -> String {
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}

/// `println!` for a reader who may have had enough.
macro_rules! outln {
    ($($text:tt)*) => { $crate::commands::output::to_output(format_args!("{}\n", format_args!($($text)*))) };
}

/// `print!` for a reader who may have had enough.
macro_rules! out {
    ($($text:tt)*) => { $crate::commands::output::to_output(format_args!($($text)*)) };
}

/// `eprintln!` that does not panic where nobody listens.
macro_rules! errln {
    ($($text:tt)*) => { $crate::commands::output::to_error(format_args!("{}\n", format_args!($($text)*))) };
}

/// `eprint!` that does not panic where nobody listens.
macro_rules! err {
    ($($text:tt)*) => { $crate::commands::output::to_error(format_args!($($text)*)) };
}

pub(crate) use {err, errln, out, outln};
