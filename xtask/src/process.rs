//! Running other programs, with errors that name the command and what it was for.

use crate::Result;
use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs to the end with this terminal; fails unless it succeeds.
pub fn run(command: &mut Command) -> Result {
    let status = command
        .status()
        .map_err(|error| format!("cannot start {}: {error}", name(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} failed ({status})", name(command)).into())
}

/// Becomes the program where the system has that, so that who ends this process by its number ends that program; else runs it to
/// the end.
pub fn become_it(command: &mut Command) -> Result {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let error = command.exec();
        Err(format!("cannot start {}: {error}", name(command)).into())
    }
    #[cfg(not(unix))]
    run(command)
}

/// Runs to the end, showing what it prints and handing back the lines of its standard output for
/// which `keep` holds.
pub fn run_keeping(command: &mut Command, keep: impl Fn(&str) -> bool) -> (Result, Vec<String>) {
    let mut kept = Vec::new();
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => {
            return (
                Err(format!("cannot start {}: {error}", name(command)).into()),
                kept,
            );
        }
    };
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output)
            .split(b'\n')
            .map_while(std::result::Result::ok)
        {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            if keep(&line) {
                kept.push(line.into_owned());
            }
        }
        // A reader that went away (a closed pipe) is no reason to stop the tests.
        let _ = std::io::stdout().flush();
    }
    let outcome = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} failed ({status})", name(command)).into()),
        Err(error) => Err(format!("{} was lost: {error}", name(command)).into()),
    };
    (outcome, kept)
}

/// What it prints on standard output if it succeeds; silent otherwise.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program of this name that the shell would run.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// `PATH` with `folders` before everything else.
pub fn path_with(folders: &[PathBuf]) -> OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&inherited));
    // A folder whose name holds the separator cannot be on any PATH; the inherited one then stands.
    env::join_paths(all).unwrap_or(inherited)
}

/// The cargo that runs this, or the one on `PATH` where something else runs it.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// The command as one would type it.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    format!(
        "`{}`",
        words
            .map(|word| word.to_string_lossy())
            .collect::<Vec<_>>()
            .join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = run(&mut Command::new("there-is-no-such-program"))
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("cannot start `there-is-no-such-program`"),
            "{error}"
        );
    }
}
