//! Object files of optimised wasm, before they are linked: what only serves the text of a panic goes. A page has no place
//! where such a text would stand; a panic ends the module as before.
//!
//! Done here and not to the linked module, because only here is it known what refers to what: so the linker leaves out
//! what nothing refers to any more, be it a text, a table of methods or a function that such a table names. Objects are
//! those of the tool conventions (`Linking.md`). Lengths stay, so nothing in them moves. Not here: which objects ([`crate::link`]).

use crate::wasm::{push_number, sections};
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{
    BinaryReader, BinaryReaderError, CodeSectionReader, CustomSectionReader, DataSectionReader,
    ImportSectionReader, KnownCustom, Linking, RelocSectionReader, RelocationType, SymbolInfo,
    TypeRef,
};

/// Ends of the mangled names of functions that never return, and say why. What a toolchain calls otherwise stays as it
/// is, which costs bytes and nothing else.
const PANICS: [&str; 23] = [
    "10insert_mut13assert_failed",
    "11panic_const28panic_const_async_fn_resumed",
    "20copy_from_slice_impl17len_mismatch_fail",
    "3str16slice_error_fail",
    "3str19slice_error_fail_rt",
    "4cell22panic_already_borrowed",
    "4cell30panic_already_mutably_borrowed",
    "4lazy14panic_poisoned",
    "5alloc18handle_alloc_error",
    "5index16slice_index_fail",
    "5local18panic_access_error",
    "6option13expect_failed",
    "6option13unwrap_failed",
    "6remove13assert_failed",
    "6result13unwrap_failed",
    "7___rustc17rust_begin_unwind",
    "7raw_vec12handle_error",
    "7raw_vec17capacity_overflow",
    "9panicking15panic_with_hook",
    "9panicking18panic_bounds_check",
    "9panicking19assert_failed_inner",
    "9panicking5panic",
    "9panicking9panic_fmt",
];

/// What stands in the mangled name of one that is compiled anew for each pair of types: it refers to how both are written out,
/// and so keeps numbers' formatting alive.
const PANIC_OF_TYPES: &str = "9panicking13assert_failed";

const IMPORTS: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// Bytes of a `core::panic::Location` where a pointer has four: where the name of its file is, how long that is, line and
/// column.
const LOCATION: usize = 16;

/// The object without texts of panics; `None` for bytes that are no object of wasm.
pub fn without_panics(bytes: &[u8]) -> Option<Vec<u8>> {
    trimmed(bytes, |name| {
        name.contains(PANIC_OF_TYPES) || PANICS.iter().any(|end| name.ends_with(end))
    })
}

/// The object with a trap instead of each function for whose name `traps` holds, and with no place of a source file.
fn trimmed(bytes: &[u8], traps: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let sections = sections(bytes)?;
    let object = Object::read(&sections).ok()?;
    let mut bodies: Vec<Vec<u8>> = sections.iter().map(|(_, body)| body.to_vec()).collect();
    let bare: Vec<&Range<usize>> = object
        .functions
        .iter()
        .filter(|(_, name)| traps(name))
        .filter_map(|(at, _)| object.bodies.get(*at))
        .collect();
    for range in &bare {
        trap(bodies.get_mut(object.code)?.get_mut((*range).clone())?);
    }
    let data = sections.get(object.data).map_or(&[][..], |(_, body)| body);
    let places: Vec<&Range<usize>> = object
        .segments
        .iter()
        .filter(|range| object.is_place(data, range))
        .collect();
    for range in &places {
        bodies
            .get_mut(object.data)?
            .get_mut((*range).clone())?
            .fill(0);
    }
    for (list, body) in object.lists.iter().zip(&mut bodies) {
        let Some(list) = list else { continue };
        let over = match list.section {
            section if section == object.code => &bare,
            section if section == object.data => &places,
            _ => continue,
        };
        let gone = |entry: &&Entry| over.iter().any(|range| range.contains(&entry.at));
        let kept: Vec<&[u8]> = list
            .entries
            .iter()
            .filter(|entry| !gone(entry))
            .map(|entry| body.get(entry.bytes.clone()))
            .collect::<Option<_>>()?;
        let mut made = body.get(..list.head)?.to_vec();
        push_number(&mut made, kept.len());
        made.extend(kept.concat());
        *body = made;
    }
    let mut out = bytes.get(..8)?.to_vec();
    for ((id, _), body) in sections.iter().zip(bodies) {
        out.push(*id);
        push_number(&mut out, body.len());
        out.extend(body);
    }
    Some(out)
}

/// Makes a function's body a trap of the same length: no locals, `unreachable`, and `nop` up to `end`.
fn trap(body: &mut [u8]) {
    const UNREACHABLE: u8 = 0x00;
    const NOP: u8 = 0x01;
    const END: u8 = 0x0b;
    if let [locals, first, between @ .., end] = body {
        (*locals, *first, *end) = (0, UNREACHABLE, END);
        between.fill(NOP);
    }
}

/// What of an object is asked here. Ranges and places are those of a section's own bytes.
struct Object {
    /// Numbers of the two sections; beyond all where there is none.
    code: usize,
    data: usize,
    /// Names of functions by their number in the code section.
    functions: BTreeMap<usize, String>,
    bodies: Vec<Range<usize>>,
    segments: Vec<Range<usize>>,
    /// Segment and beginning of the data that a symbol stands for, by the symbol's number.
    symbols: BTreeMap<usize, (usize, usize)>,
    /// For each section, the list that it is of what the linker fills in in another.
    lists: Vec<Option<List>>,
}

/// One section's bytes that the linker fills in.
struct List {
    section: usize,
    /// Bytes of this list before the number of its entries.
    head: usize,
    entries: Vec<Entry>,
}

/// A place that the linker fills in with where a symbol has come to be.
struct Entry {
    at: usize,
    kind: RelocationType,
    symbol: usize,
    bytes: Range<usize>,
}

impl Object {
    fn read(sections: &[(u8, &[u8])]) -> Result<Object, BinaryReaderError> {
        let mut object = Object {
            code: usize::MAX,
            data: usize::MAX,
            functions: BTreeMap::new(),
            bodies: Vec::new(),
            segments: Vec::new(),
            symbols: BTreeMap::new(),
            lists: Vec::new(),
        };
        let mut imported = 0;
        for (number, (id, body)) in sections.iter().enumerate() {
            let reader = || BinaryReader::new(body, 0);
            let mut list = None;
            match *id {
                IMPORTS => {
                    for import in ImportSectionReader::new(reader())?.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                CODE => {
                    object.code = number;
                    for function in CodeSectionReader::new(reader())? {
                        object.bodies.push(in_memory(function?.range()));
                    }
                }
                DATA => {
                    object.data = number;
                    for segment in DataSectionReader::new(reader())? {
                        let segment = segment?;
                        let end = in_memory(segment.range).end;
                        object.segments.push(end - segment.data.len()..end);
                    }
                }
                0 => match CustomSectionReader::new(reader())?.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                object.name(symbols.into_iter(), imported)?;
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => list = Some(List::read(&relocations)?),
                    _ => {}
                },
                _ => {}
            }
            object.lists.push(list);
        }
        Ok(object)
    }

    /// Takes note of the symbols of functions and data that the object defines.
    fn name<'b>(
        &mut self,
        symbols: impl Iterator<Item = Result<SymbolInfo<'b>, BinaryReaderError>>,
        imported: usize,
    ) -> Result<(), BinaryReaderError> {
        for (number, symbol) in symbols.enumerate() {
            match symbol? {
                SymbolInfo::Func {
                    index,
                    name: Some(name),
                    ..
                } => {
                    if let Some(at) = (index as usize).checked_sub(imported) {
                        self.functions.insert(at, name.to_owned());
                    }
                }
                SymbolInfo::Data {
                    symbol: Some(place),
                    ..
                } => {
                    let place = (place.index as usize, place.offset as usize);
                    self.symbols.insert(number, place);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a segment of `data` is a place in a source file: as long as one, beginning with where a text is, that
    /// text as long as what follows says, and a name of Rust's files.
    fn is_place(&self, data: &[u8], range: &Range<usize>) -> bool {
        let Some(segment) = data.get(range.clone()).filter(|it| it.len() == LOCATION) else {
            return false;
        };
        let mut within = self
            .lists
            .iter()
            .flatten()
            .filter(|list| list.section == self.data)
            .flat_map(|list| list.entries_in(range));
        let (Some(entry), None) = (within.next(), within.next()) else {
            return false;
        };
        let name = || {
            let (at, from) = *self.symbols.get(&entry.symbol)?;
            let length = segment.get(4..8)?.try_into().map(u32::from_le_bytes).ok()? as usize;
            let text = data.get(self.segments.get(at)?.clone())?;
            text.get(from..from.checked_add(length)?)
        };
        entry.at == range.start
            && entry.kind == RelocationType::MemoryAddrI32
            && name().is_some_and(|name| name.ends_with(b".rs"))
    }
}

/// A range of bytes of a section, which is in memory.
fn in_memory(range: Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

impl List {
    fn read(relocations: &RelocSectionReader<'_>) -> Result<List, BinaryReaderError> {
        let entries = relocations.entries();
        let Range { start: head, end } = in_memory(entries.range());
        let mut list = List {
            section: relocations.section_index() as usize,
            head,
            entries: Vec::new(),
        };
        let mut offsets = Vec::new();
        for entry in entries.into_iter_with_offsets() {
            let (from, entry) = entry?;
            let from = from as usize;
            offsets.push(from);
            list.entries.push(Entry {
                at: entry.offset as usize,
                kind: entry.ty,
                symbol: entry.index as usize,
                bytes: from..end,
            });
        }
        for (entry, next) in list.entries.iter_mut().zip(offsets.iter().skip(1)) {
            entry.bytes.end = *next;
        }
        Ok(list)
    }

    /// The entries within a range; they are in the order of their places.
    fn entries_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Entry> {
        let from = self.entries.partition_point(|entry| entry.at < range.start);
        let until = self.entries.partition_point(|entry| entry.at < range.end);
        self.entries.get(from..until).unwrap_or_default().iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, trimmed};
    use crate::wasm::sections;
    use crate::{hook, process};
    use std::path::Path;
    use std::process::Command;
    use std::{env, fs};

    /// A function that ends with a text, another that may run past the end of a list, and calls of both.
    const SOURCE: &str = r#"#![no_std]
        unsafe extern "C" { fn say(text: *const u8, length: usize) -> !; }
        #[unsafe(no_mangle)] #[inline(never)]
        fn ends() -> ! { let text = "words of the end"; unsafe { say(text.as_ptr(), text.len()) } }
        #[unsafe(no_mangle)]
        pub extern "C" fn at(list: &[u32; 4], place: usize) -> u32 {
            if place == 7 { ends() }
            list[place]
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn text() -> *const u8 { "kept.rs".as_ptr() }
    "#;

    fn linked(folder: &Path, name: &str, object: &[u8]) -> Vec<u8> {
        let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"])).unwrap();
        let linker = Path::new(&sysroot)
            .join("lib/rustlib")
            .join(hook::host().unwrap())
            .join("bin/rust-lld");
        let (from, made) = (folder.join(format!("{name}.o")), folder.join(name));
        fs::write(&from, object).unwrap();
        let mut command = Command::new(linker);
        command.args(["-flavor", "wasm", "--no-entry", "--allow-undefined"]);
        command.args(["--gc-sections", "--export=at", "--export=text"]);
        process::run(command.arg(from).arg("-o").arg(&made)).unwrap();
        fs::read(made).unwrap()
    }

    fn has(module: &[u8], text: &str) -> bool {
        module
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    }

    #[test]
    fn what_only_a_panic_says_is_not_linked() {
        if !hook::has_wasm_target() {
            println!(
                "NOT RUN: this toolchain has no target {}",
                hook::WASM_TARGET
            );
            return;
        }
        let folder = env::temp_dir().join(format!("callboard-object-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a_source.rs"), SOURCE).unwrap();
        let mut rustc = Command::new("rustc");
        rustc.current_dir(&folder).args([
            "--crate-type=lib",
            "--emit=obj",
            "--edition=2024",
            "-Copt-level=s",
        ]);
        rustc.args(["--target", hook::WASM_TARGET, "a_source.rs", "-o", "a.o"]);
        process::run(&mut rustc).unwrap();
        let before = fs::read(folder.join("a.o")).unwrap();

        let after = trimmed(&before, |name| name == "ends").unwrap();
        assert_eq!(after.get(..8), before.get(..8));
        let (large, small) = (
            linked(&folder, "large", &before),
            linked(&folder, "small", &after),
        );
        for text in ["words of the end", "a_source.rs"] {
            assert!(has(&large, text), "{text}");
            assert!(!has(&small, text), "{text}");
        }
        assert!(has(&small, "kept.rs"), "a text is no place");
        let function = |bytes: &[u8], name: &str| -> Vec<u8> {
            let sections = sections(bytes).unwrap();
            let object = Object::read(&sections).unwrap();
            let (at, _) = object.functions.iter().find(|it| it.1 == name).unwrap();
            sections[object.code].1[object.bodies[*at].clone()].to_vec()
        };
        assert_eq!(function(&after, "at"), function(&before, "at"));
        let ends = function(&after, "ends");
        assert_eq!(ends.len(), function(&before, "ends").len());
        assert_eq!(ends.get(..3), Some(&[0, 0, 1][..]), "{ends:?}");

        // Nothing is taken from what is damaged: it is refused, or the linker says what is wrong.
        assert!(trimmed(b"no object", |_| true).is_none());
        for length in 0..before.len() {
            let _ = trimmed(&before[..length], |_| true);
        }
        assert_eq!(
            trimmed(&after, |name| name == "ends").as_ref(),
            Some(&after),
            "a second time changes nothing"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
