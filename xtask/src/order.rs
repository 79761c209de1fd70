//! The order of a module's functions: like after like, so that what repeats is near when the module is compressed.
//! What counts as likeness is tried in several ways, because none is the best for every module. Nothing else about the module changes. After wasm-opt, which orders by how often a function is called.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Bytes of the runs that two functions have in common or not. One finds likeness everywhere, six hardly any; which of these is best
/// differs by the module and with each change of it, by as much as three bytes in a thousand.
const RUNS: [usize; 4] = [2, 3, 4, 5];

/// Runs that are added to those of two functions before likeness is reckoned, so that two tiny functions are not more
/// alike than two large ones that share half of what they do. None make order among small functions chance, hundreds put
/// large ones first.
const WEIGHT: usize = 60;

/// Changes whenever the order does, for those who keep what was made.
pub const KEY: &str = "the best of eight orders by likeness";

/// The module with its functions in that of several orders which `size` finds the smallest; `None` for bytes that are no module.
pub fn by_likeness(bytes: &[u8], size: fn(&[u8]) -> usize) -> Option<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.ok()? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import.ok()?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let made: Vec<Option<(usize, Vec<u8>)>> = thread::scope(|scope| {
        let bodies = &bodies;
        let tried = RUNS.map(|run| {
            scope.spawn(move || {
                let there = chain(bodies, run);
                let back = there.iter().rev().copied().collect();
                let made = [there, back].map(|order| {
                    let module = ordered(bytes, imported, order)?;
                    Some((size(&module), module))
                });
                made.into_iter().flatten().min()
            })
        });
        let made = tried.into_iter().map(|tried| tried.join().ok().flatten());
        made.collect()
    });
    made.into_iter().flatten().min().map(|(_, module)| module)
}

fn ordered(bytes: &[u8], imported: usize, order: Vec<usize>) -> Option<Vec<u8>> {
    let mut places = vec![0; order.len()];
    for (place, function) in order.iter().enumerate() {
        *places.get_mut(*function)? = place;
    }
    let mut module = Module::new();
    Renumbered {
        imported,
        order,
        places,
    }
    .parse_core_module(&mut module, Parser::new(0), bytes)
    .ok()?;
    Some(module.finish())
}

/// Numbers of functions, beginning with that of the fewest runs, each followed by the one most like it among those that are left.
/// A run counts the more the fewer functions have it.
fn chain(bodies: &[&[u8]], run: usize) -> Vec<usize> {
    let mut having: BTreeMap<&[u8], BTreeSet<usize>> = BTreeMap::new();
    for (function, body) in bodies.iter().enumerate() {
        for run in body.windows(run) {
            having.entry(run).or_default().insert(function);
        }
    }
    let count = bodies.len();
    let mut sizes = vec![0; count];
    let mut shared = vec![0; count * count];
    for functions in having.values() {
        let counts = (count / functions.len()).ilog2() as usize;
        for a in functions {
            sizes[*a] += counts;
            for b in functions {
                shared[a * count + b] += counts;
            }
        }
    }
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    let mut next = (0..count).min_by_key(|function| sizes[*function]);
    while let Some(at) = next {
        let function = left.remove(at);
        order.push(function);
        // In millionths: of two that are as like, the first comes first on every machine.
        let likeness = |other: usize| {
            2_000_000 * shared[function * count + other] / (sizes[function] + sizes[other] + WEIGHT)
        };
        let best = left.iter().enumerate();
        next = best
            .max_by_key(|(at, other)| (likeness(**other), Reverse(*at)))
            .map(|(at, _)| at);
    }
    order
}

/// Writes a module anew with its own functions in `order`.
struct Renumbered {
    imported: usize,
    order: Vec<usize>,
    /// Where each function is in `order`.
    places: Vec<usize>,
}

impl Reencode for Renumbered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        let own = (function as usize).checked_sub(self.imported);
        let place = own.and_then(|own| self.places.get(own));
        Ok(place.map_or(function, |place| (self.imported + place) as u32))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for at in self.order.clone() {
            if let Some(kind) = types.get(at) {
                functions.function(self.type_index(*kind)?);
            }
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section
            .into_iter()
            .collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for at in self.order.clone() {
            if let Some(body) = bodies.get(at) {
                utils::parse_function_body(self, code, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::by_likeness;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        Function, FunctionSection, ImportSection, Module, RefType, TableSection, TableType,
        TypeSection, ValType,
    };
    use wasmparser::{Operator, Parser, Payload};

    /// An imported function and five of its own: two long ones that are alike stand apart. Function 5 calls the import
    /// and function 1; it is exported, and function 3 is in the table.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I64]);
        let mut imports = ImportSection::new();
        imports.import("m", "f", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut own = |write: &dyn Fn(&mut Function)| {
            functions.function(0);
            let mut body = Function::new([]);
            write(&mut body);
            body.instructions().end();
            code.function(&body);
        };
        let long = |start: i64| {
            move |body: &mut Function| {
                for number in 0..40 {
                    body.instructions()
                        .i64_const(start + number * 1_000_003)
                        .drop();
                }
                body.instructions().i64_const(start);
            }
        };
        own(&long(0));
        own(&|body| {
            body.instructions().i64_const(7);
        });
        own(&long(77_777_777));
        own(&long(1));
        own(&|body| {
            body.instructions().call(0).drop().call(1);
        });
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            minimum: 1,
            maximum: None,
            table64: false,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("calls", ExportKind::Func, 5);
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions(vec![3].into()),
        );
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&tables).section(&exports).section(&elements);
        module.section(&code);
        module.finish()
    }

    /// The first number of each of the module's own functions, or the functions that it calls.
    fn firsts(bytes: &[u8]) -> Vec<String> {
        let payloads = Parser::new(0).parse_all(bytes).map(Result::unwrap);
        let bodies = payloads.filter_map(|payload| match payload {
            Payload::CodeSectionEntry(body) => Some(body),
            _ => None,
        });
        bodies
            .map(|body| {
                let mut calls = String::new();
                for operator in body.get_operators_reader().unwrap() {
                    match operator.unwrap() {
                        Operator::I64Const { value } if calls.is_empty() => {
                            return value.to_string();
                        }
                        Operator::Call { function_index } => {
                            calls += &format!("call {function_index} ")
                        }
                        _ => {}
                    }
                }
                calls
            })
            .collect()
    }

    fn named(bytes: &[u8]) -> (u32, u32) {
        let (mut exported, mut in_table) = (0, 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.unwrap() {
                Payload::ExportSection(exports) => {
                    exported = exports.into_iter().next().unwrap().unwrap().index;
                }
                Payload::ElementSection(elements) => {
                    let wasmparser::ElementItems::Functions(items) =
                        elements.into_iter().next().unwrap().unwrap().items
                    else {
                        panic!("functions were written")
                    };
                    in_table = items.into_iter().next().unwrap().unwrap();
                }
                _ => {}
            }
        }
        (exported, in_table)
    }

    #[test]
    fn functions_that_are_alike_stand_together_and_are_still_the_same() {
        let before = module();
        assert_eq!(
            firsts(&before),
            ["0", "7", "77777777", "1", "call 0 call 1 "]
        );
        let after = by_likeness(&before, <[u8]>::len).unwrap();
        let order = firsts(&after);
        let place = |first: &str| order.iter().position(|it| it.starts_with(first)).unwrap();
        assert_eq!(place("0").abs_diff(place("1")), 1, "{order:?}");
        // The import is function 0, so what was function 1 is the first long one.
        assert_eq!(
            order[place("call")],
            format!("call 0 call {} ", place("0") + 1)
        );
        let (exported, in_table) = named(&after);
        assert_eq!(exported as usize, place("call") + 1);
        assert_eq!(in_table as usize, place("77777777") + 1);
        assert_eq!(after.len(), before.len());
    }

    #[test]
    fn what_is_no_module_is_refused() {
        let module = module();
        assert!(by_likeness(b"no module", <[u8]>::len).is_none());
        for length in 9..module.len() {
            let _ = by_likeness(&module[..length], <[u8]>::len);
        }
    }
}
