//! What wasm-bindgen's scripts become before they are taken in: the same work in fewer words. They are written for every way of loading a
//! module, for old browsers, and with each call spelled out; ours are loaded in one way. Not here: minifying ([`crate::scripts`]).

use crate::{Result, wasm};
use std::collections::BTreeSet;

/// Where a script loads a module in whatever way it is given.
const LOADS: &str = "async function __wbg_init(";

/// What is done instead: our scripts compile the module themselves, once, and say what its first function is to be called after. What it
/// called is left out by esbuild.
const INSTANTIATES: &str = "async function __wbg_init({ module_or_path: module, after }) {
    const instance = await WebAssembly.instantiate(module, __wbg_get_imports());
    await after;
    return __wbg_finalize_init(instance);
}
";

/// What is done for browsers that are too old for the rest.
const FOR_OLD_BROWSERS: &str = "if (!('encodeInto' in cachedTextEncoder)) {";

/// Functions that are written anew, where a script has them: by how they begin. Both views look whether the memory has grown, the same way.
const ANEW: [(&str, &str); 3] = [
    (
        "function getDataViewMemory0() {",
        "function getDataViewMemory0() {
    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    return cachedDataViewMemory0;
}
",
    ),
    (
        "function getUint8ArrayMemory0() {",
        "function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0?.buffer !== wasm.memory.buffer) cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    return cachedUint8ArrayMemory0;
}
",
    ),
    (
        "function handleError(",
        "function handleError(f) {
    return (...args) => {
        try {
            return f(...args);
        } catch (e) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(e));
        }
    };
}
",
    ),
];

/// What ours go without. Closures that the app let go and the page collected would be freed: ours are called once or live as
/// long as the page, and browsers without such a registry go without it, too. The global object is looked for by four names, of
/// which every browser that runs modules has the first. And a function that catches what is thrown is made of another once, instead
/// of with every call.
const SPARED: [(&str, &str); 14] = [
    (
        "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => wasm.__wbindgen_destroy_closure(state.a, state.b));",
        "undefined;",
    ),
    ("CLOSURE_DTORS.unregister(state);", ""),
    ("CLOSURE_DTORS.register(real, state, state);", ""),
    (
        "typeof globalThis === 'undefined' ? undefined : globalThis",
        "globalThis",
    ),
    (
        "typeof global === 'undefined' ? undefined : global",
        "undefined",
    ),
    (
        "typeof self === 'undefined' ? undefined : self",
        "undefined",
    ),
    (
        "typeof window === 'undefined' ? undefined : window",
        "undefined",
    ),
    (
        "const ret = undefined;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);",
        "return 0;",
    ),
    ("    wasmInstance = instance;\n", ""),
    ("    wasmModule = module;\n", ""),
    ("    cachedDataViewMemory0 = null;\n", ""),
    ("    cachedUint8ArrayMemory0 = null;\n", ""),
    (
        "function() { return handleError(function (",
        "handleError(function(",
    ),
    ("}, arguments); },", "}),"),
];

/// What is left out from its beginning to its end: a way to hand over texts that no call takes, and what gives back the memory of one
/// argument where there was none for another, after which the module can go on no more than before.
const LEFT_OUT: [(&str, &str, &str); 2] = [
    ("    if (realloc === undefined) {", "\n    }\n", ""),
    (
        " catch (e) {\n                if (ptr",
        "throw e;\n            }",
        " finally {}",
    ),
];

/// A script of wasm-bindgen's without what ours do without.
pub fn smaller(glue: &str) -> Result<String> {
    let mut out = glue.to_owned();
    for (there, instead) in SPARED {
        out = out.replace(there, instead);
    }
    // What catches is written for calls as they are now.
    if out.contains(", arguments)") {
        return Err("wasm-bindgen's script catches what is thrown in another way".into());
    }
    for (begins, ends, instead) in LEFT_OUT {
        while replace(&mut out, begins, ends, instead) {}
    }
    for (begins, instead) in [(LOADS, INSTANTIATES), (FOR_OLD_BROWSERS, "")] {
        if !replace(&mut out, begins, "\n}\n", instead) {
            return Err(format!("wasm-bindgen's script has no {begins} any more").into());
        }
    }
    for (begins, instead) in ANEW {
        replace(&mut out, begins, "\n}\n", instead);
    }
    Ok(with_arrows(&with_one_way_to_hand_over_texts(&out)))
}

/// Puts something in place of what begins and ends so; says whether that is there.
fn replace(script: &mut String, begins: &str, ends: &str, instead: &str) -> bool {
    let found = script.find(begins).and_then(|from| {
        let rest = script.get(from..)?;
        Some(from..from + rest.find(ends)? + ends.len())
    });
    if let Some(found) = found.clone() {
        script.replace_range(found, instead);
    }
    found.is_some()
}

/// The script with one function that hands a text to the module, or none, instead of four lines in each that returns one.
fn with_one_way_to_hand_over_texts(script: &str) -> String {
    const HANDS: &str = "passStringToWasm0(ret, ";
    let lines: Vec<&str> = script.lines().collect();
    let mut out = String::new();
    let mut allocates = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let ends = lines.get(at + 1..at + 4).unwrap_or(&[]);
        let by = line
            .split_once(HANDS)
            .and_then(|(_, by)| by.strip_suffix(");"));
        let goes_to = ends.last().and_then(|last| {
            let (to, _) = last
                .trim_start()
                .strip_prefix("getDataViewMemory0().setInt32((")?
                .split_once(" >>> 0) + 4 * 0, ptr")?;
            Some(to)
        });
        if let (Some(by), Some(to)) = (by, goes_to) {
            allocates = Some(by);
            out.push_str(&format!("            handOver({to}, ret);\n"));
            at += 4;
        } else {
            out.push_str(line);
            out.push('\n');
            at += 1;
        }
    }
    if let Some(by) = allocates {
        out.push_str(&format!(
            "function handOver(to, text) {{
    const at = isLikeNone(text) ? 0 : passStringToWasm0(text, {by});
    const view = getDataViewMemory0();
    view.setInt32((to >>> 0) + 4, WASM_VECTOR_LEN, true);
    view.setInt32(to >>> 0, at, true);
}}
"
        ));
    }
    out
}

/// The script with arrows for what the module is handed: none of it looks at `this`.
fn with_arrows(script: &str) -> String {
    let mut out = String::new();
    for line in script.lines() {
        let function = line
            .find("function(")
            .filter(|_| line.starts_with("        ") && line.ends_with(") {"));
        match function.map(|at| (&line[..at], &line[at + "function".len()..line.len() - 1])) {
            Some((before, arguments))
                if before.ends_with(": ") || before.ends_with("handleError(") =>
            {
                out.extend([before, arguments, "=> {"]);
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// The script that hands the module those functions of each of our scripts that it asks for by their names. wasm-bindgen hands over
/// all of a script's, once for each function that takes nothing but numbers.
pub fn with_names(glue: &str, module: &[u8]) -> Result<String> {
    let imports =
        wasm::imports(module).ok_or("wasm-bindgen has made something else than a module")?;
    let listed = |script: &str, between: &str| {
        let own = imports.iter().filter(|(from, _)| from == script);
        let names: BTreeSet<String> = own
            .map(|(_, name)| format!("{name}{between}{name}_"))
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    };
    let mut seen = BTreeSet::new();
    let mut out = String::new();
    for line in glue.lines() {
        let whole = line.strip_prefix("import * as import");
        let taken = whole.and_then(|line| line.split('"').nth(1));
        let handed = line.trim_start().split_once(": import");
        let handed = handed.map(|(key, _)| key.trim_matches('"'));
        match (taken, handed) {
            (Some(script), _) if seen.insert((script, true)) => {
                let names = listed(script, " as ");
                out.push_str(&format!("import {{ {names} }} from \"{script}\";\n"));
            }
            (_, Some(script)) if seen.contains(&(script, true)) => {
                if seen.insert((script, false)) {
                    let names = listed(script, ": ");
                    out.push_str(&format!("        \"{script}\": {{ {names} }},\n"));
                }
            }
            (Some(_), _) => {}
            _ => out.extend([line, "\n"]),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{smaller, with_names};

    #[test]
    fn what_loads_a_module_is_left_out() {
        let glue = "if (!('encodeInto' in cachedTextEncoder)) {\n    a();\n}\nlet b;\nasync function __wbg_init(c) {\n    if (c) {\n    }\n}\nexport { b };\n";
        let out = smaller(glue).unwrap();
        assert!(
            out.starts_with("let b;\nasync function __wbg_init({"),
            "{out}"
        );
        assert!(out.ends_with("}\nexport { b };\n"), "{out}");
        assert!(smaller("let b;").is_err());
    }

    #[test]
    fn texts_are_handed_over_in_one_way_and_what_throws_is_caught_in_one() {
        let glue = "{
        __wbg_id: function(arg0, arg1) {
            const ret = arg1.id;
            const ptr1 = passStringToWasm0(ret, wasm.m, wasm.r);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_closest: function() { return handleError(function (arg0) {
            const ret = arg0.closest();
            return ret;
        }, arguments); },
if (!('encodeInto' in cachedTextEncoder)) {
}
async function __wbg_init(c) {
}
";
        let out = smaller(glue).unwrap();
        let wanted = "{
        __wbg_id: (arg0, arg1) => {
            const ret = arg1.id;
            handOver(arg0, ret);
        },
        __wbg_closest: handleError((arg0) => {
            const ret = arg0.closest();
            return ret;
        }),
";
        assert!(out.starts_with(wanted), "{out}");
        assert!(out.contains("passStringToWasm0(text, wasm.m, wasm.r)"));
    }

    #[test]
    fn a_script_hands_over_what_the_module_names() {
        let glue = "import * as import1 from \"./a.js\"\nimport * as import2 from \"./a.js\"\nlet x = {\n    \"./b_bg.js\": import0,\n    \"./a.js\": import1,\n    \"./a.js\": import2,\n};\n";
        // Imports of the functions `f` and `g` of `./a.js`, of type 0.
        let module = b"\0asm\x01\0\0\0\x02\x17\x02\x06./a.js\x01g\x00\x00\x06./a.js\x01f\x00\x00";
        assert_eq!(
            with_names(glue, module).unwrap(),
            "import { f as f_, g as g_ } from \"./a.js\";\nlet x = {\n    \"./b_bg.js\": import0,\n        \"./a.js\": { f: f_, g: g_ },\n};\n"
        );
        assert!(with_names(glue, b"no module").is_err());
    }
}
