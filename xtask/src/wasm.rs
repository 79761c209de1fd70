//! wasm modules: the engine's, built here, and what makes any of them small.

use crate::hook::{WASM_TARGET, copy};
use crate::{Result, fingerprint, process, tools, workspace};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Features that every browser with wasm has had since 2021; wasm-opt may use these and no others.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

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
    let key = key_of(&module, &tool.version)?;
    // wasm-bindgen takes seconds over a debug build: not again for every change of a record.
    if fs::read_to_string(made.join("key")).ok().as_deref() != Some(&key) {
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
            optimise(&made.join("callboard_engine_wasm_bg.wasm"))?;
        }
        fs::write(made.join("key"), key)?;
    }
    for name in ["callboard_engine_wasm.js", "callboard_engine_wasm_bg.wasm"] {
        copy(&made.join(name), &staging.join(name))?;
    }
    Ok(())
}

/// Makes a module smaller in place, or says why it stays as it is.
pub fn optimise(module: &Path) -> Result {
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
    let key = key_of(module, &tool.version)?;
    if fs::read_to_string(&stamp).ok().as_deref() != Some(&key) || !made.is_file() {
        let mut command = Command::new(program);
        command
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(&made);
        process::run(&mut command)?;
        fs::write(&stamp, key)?;
    }
    copy(&made, module)
}

fn key_of(module: &Path, version: &str) -> Result<String> {
    let bytes =
        fs::read(module).map_err(|error| format!("cannot read {}: {error}", module.display()))?;
    Ok(format!("{version} {}", fingerprint::of(&bytes)))
}
