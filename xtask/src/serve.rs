//! `cargo xtask serve`: the site on this machine, rebuilt when a record or the code changes. Trunk
//! watches and serves; `Trunk.toml` says what.

use crate::console::Steps;
use crate::setup::{self, Need};
use crate::{Result, process, workspace};
use std::net::{Ipv4Addr, TcpListener};

/// What `serve` was asked for.
pub struct Options {
    /// Optimised as it would be published.
    pub release: bool,
    /// The port to try first.
    pub port: u16,
    /// Open the browser once the site is built.
    pub open: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            release: false,
            port: 8080,
            open: false,
        }
    }
}

/// Sets up, then serves until interrupted.
pub fn run(options: &Options) -> Result {
    let mut needs = vec![
        Need::WasmTarget,
        Need::Crates,
        Need::WasmBindgen,
        Need::Trunk,
    ];
    if options.release {
        needs.push(Need::Smaller);
    }
    let mut steps = Steps::of(setup::steps(&needs) + 1);
    let ready = setup::run(&needs, &mut steps)?;
    let port = free_port(options.port)?;
    if port != options.port {
        println!("      port {} is taken: using {port}", options.port);
    }
    // A folder of its own, so that serving never disturbs a dist/ that is about to be published.
    let dist = workspace::target()?.join("serve");
    std::fs::create_dir_all(&dist)?;
    steps.start(
        &format!("http://127.0.0.1:{port}/"),
        "building, then serving; Ctrl-C ends it",
    );
    let mut trunk = ready.trunk("serve");
    trunk
        .arg("--dist")
        .arg(&dist)
        .args(["--port", &port.to_string()]);
    if options.release {
        trunk.arg("--release");
    }
    if options.open {
        trunk.arg("--open");
    }
    process::become_it(&mut trunk)
}

/// The first free port from `wanted` on.
fn free_port(wanted: u16) -> Result<u16> {
    (wanted..=u16::MAX)
        .take(100)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .ok_or_else(|| {
            format!(
                "ports {wanted} to {} are all taken: choose another with --port",
                wanted.saturating_add(99)
            )
            .into()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_the_next() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(free_port(port).unwrap() > port);
    }
}
