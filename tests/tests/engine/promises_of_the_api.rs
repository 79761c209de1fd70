//! What `callboard-engine.d.ts` promises beside the answers themselves.

use crate::run;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::{Reply, Server};

#[test]
fn it_searches_in_a_worker_and_answers_the_same_without() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const places = [await open('/pack/'), await open('/pack/', { worker: false })];
         const asOf = new Date('2024-11-07T12:00Z');
         const answers = await Promise.all(places.map(engine => engine.search('mass call', { asOf })));
         return [places.map(engine => engine.inWorker), JSON.stringify(answers[0]) === JSON.stringify(answers[1]), answers[0].total > 0]",
    );
    assert_eq!(said, serde_json::json!([[true, false], true, true]));
}

#[test]
fn of_several_searches_the_newest_is_answered() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const all = ['mass', 'call', 'nvda'].map(words => engine.search(words));
         return (await Promise.allSettled(all)).map(one => one.reason?.name ?? one.value.hits[0].title)",
    );
    assert_eq!(
        said,
        serde_json::json!(["AbortError", "AbortError", "Resistance Hotline"])
    );
}

#[test]
fn a_signal_cancels() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const control = new AbortController();
         const waiting = engine.search('mass', { signal: control.signal });
         control.abort();
         return await waiting.catch(error => error.name)",
    );
    assert_eq!(said, "AbortError");
}

#[test]
fn nothing_is_left_with_a_signal_that_lives_longer() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const { signal } = new AbortController();
         let [listening, most] = [0, 0];
         const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
         signal.addEventListener = (...args) => { most = Math.max(most, ++listening); add(...args); };
         signal.removeEventListener = (...args) => { listening -= 1; remove(...args); };
         for (const words of ['mass', 'call', 'nvda']) await engine.search(words, { signal });
         await Promise.all([engine.suggest('nv', { signal }), engine.facets('nvda', { signal }), engine.record('resistance-hotline', { signal })]);
         await engine.record('nobody', { signal }).catch(() => {});
         return [most, listening]",
    );
    assert_eq!(said, serde_json::json!([3, 0]));
}

/// A host or a proxy between has sent half of it, or something else of the same length. What a cache has is asked for anew once.
#[test]
fn a_module_that_did_not_come_whole_is_no_lack_of_the_browser() {
    let browser = Browser::desktop();
    for (first_alone, said_at_last) in [(true, "Resistance Hotline"), (false, "damaged")] {
        for cut in [true, false] {
            let asked = std::sync::atomic::AtomicUsize::new(0);
            let site = published::site_changed(move |path, mut reply| {
                if path.starts_with("/callboard_engine_wasm_bg.wasm") {
                    let before = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if before == 0 || !first_alone {
                        let half = reply.body.len() / 2;
                        if cut {
                            reply.body.truncate(half);
                        } else {
                            reply.body[half] ^= 1;
                        }
                    }
                }
                reply
            });
            let said = run(
                &browser,
                &site,
                "return await open('/pack/').then(async engine => (await engine.search('nvda')).hits[0].title, error => error.code)",
            );
            assert_eq!(said, said_at_last, "cut off: {cut}");
        }
    }
}

#[test]
fn what_is_asked_of_a_closed_engine_is_cancelled() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const waiting = [engine.search('mass'), engine.record('resistance-hotline'), engine.facets('mass')];
         engine.close();
         const late = [engine.search('mass'), engine.suggest('mas')];
         return (await Promise.allSettled([...waiting, ...late])).map(one => one.reason?.name)",
    );
    assert_eq!(said, serde_json::json!(vec!["AbortError"; 5]));
}

#[test]
fn as_many_as_there_are_can_be_asked_for() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const answer = await engine.search('', { limit: Infinity });
         const none = await engine.search('', { offset: Infinity });
         return [answer.hits.length === answer.total, none.hits.length]",
    );
    assert_eq!(said, serde_json::json!([true, 0]));
}

#[test]
fn an_address_may_end_as_it_likes() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const all = ['/pack', '/pack/', 'pack?v=1', 'pack/?v=1#top', '/pack/callboard.json?v=1', 'pack#a/b'];
         return Promise.all(all.map(async (url) => (await (await open(url)).search('nvda')).hits[0].title))",
    );
    assert_eq!(said, serde_json::json!(vec!["Resistance Hotline"; 6]));
}

#[test]
fn an_engine_that_is_closed_while_it_loads_all_stays_closed() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const { files } = await (await fetch('/release.json')).json();
         const names = files.map(([name]) => name).filter(name => /^pack\\/.*cbp$/.test(name));
         const read = async name => [name.slice(5), await (await fetch(`/${name}`)).arrayBuffer()];
         const loading = engine.loadAll(new Map(await Promise.all(names.map(read))));
         engine.close();
         return (await Promise.allSettled([loading, engine.search('nvda')])).map(one => one.reason?.name)",
    );
    assert_eq!(said, serde_json::json!(["AbortError", "AbortError"]));
}

#[test]
fn a_wrong_argument_is_named_and_cancels_nothing() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const good = engine.search('nvda');
         const signal = AbortSignal.abort();
         const wrong = [engine.search(undefined), engine.search('a', { filters: { kind: 'event' } }),
           engine.search('a', { sort: 'best' }), engine.search('a', { limit: -1 }), engine.search('a', { asOf: new Date('x') }),
           engine.suggest(1), engine.record(3), engine.search('a', { lang: null }), engine.search('a', { signal }), engine.loadAll()];
         const told = (await Promise.allSettled(wrong)).map(one => `${one.reason?.name}: ${one.reason?.message}`.split(' must ')[0]);
         return [...told.slice(0, 8), told[8].split(':')[0], told[9], (await good).hits[0].title]",
    );
    assert_eq!(
        said,
        serde_json::json!([
            "TypeError: text",
            "TypeError: filters.kind",
            "TypeError: sort",
            "TypeError: limit",
            "TypeError: asOf",
            "TypeError: text",
            "TypeError: id",
            "TypeError: lang",
            "AbortError",
            "TypeError: files",
            "Resistance Hotline"
        ])
    );
}

#[test]
fn a_record_that_is_not_there_is_refused_by_name() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const there = await engine.record('resistance-hotline');
         return [there.title, await engine.record('no-such-record').catch(error => error.code)]",
    );
    assert_eq!(said, serde_json::json!(["Resistance Hotline", "no-record"]));
}

#[track_caller]
fn refuses(code: &str, change: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static) {
    let (site, browser) = (published::site_changed(change), Browser::desktop());
    assert_eq!(
        run(
            &browser,
            &site,
            "return await open('/pack/').then(() => 'opened', error => error.code)"
        ),
        code
    );
}

#[test]
fn a_missing_pack_is_missing() {
    refuses("missing", |path, reply| {
        if path.starts_with("/pack/") {
            Reply::missing()
        } else {
            reply
        }
    });
}

#[test]
fn a_front_page_in_place_of_a_manifest_is_missing() {
    refuses("missing", |path, reply| match path {
        "/pack/callboard.json" => Reply::with("text/html", "<!doctype html><title>Home</title>"),
        _ => reply,
    });
}

#[test]
fn what_is_no_manifest_is_missing() {
    for text in ["null", "[]", "7", "{}", "\"pack\""] {
        refuses("missing", move |path, reply| match path {
            "/pack/callboard.json" => Reply::with("application/json", text),
            _ => reply,
        });
    }
}

#[test]
fn a_manifest_with_an_altered_root_is_damaged() {
    refuses("damaged", |path, reply| match path {
        "/pack/callboard.json" => Reply::with("application/json", r#"{"format":2,"root":"?"}"#),
        _ => reply,
    });
}

#[test]
fn a_pack_of_another_version_is_named_so() {
    refuses("version", |path, reply| match path {
        "/pack/callboard.json" => Reply::with(
            "application/json",
            r#"{"format":99,"first":"0123456789abcdef.cbp"}"#,
        ),
        _ => reply,
    });
}

#[test]
fn a_pack_that_was_cut_off_is_damaged() {
    refuses("damaged", |path, mut reply| {
        if path.ends_with(".cbp") {
            reply.body.truncate(reply.body.len() / 2);
        }
        reply
    });
}

#[test]
fn a_pack_with_one_altered_byte_is_damaged() {
    refuses("damaged", |path, mut reply| {
        if path.ends_with(".cbp") {
            let middle = reply.body.len() / 2;
            reply.body[middle] ^= 1;
        }
        reply
    });
}

#[test]
fn an_engine_that_does_not_come_is_no_fault_of_the_browser() {
    refuses("network", |path, reply| match path.contains("_wasm_bg.") {
        true => Reply::nobody(),
        false => reply,
    });
    refuses("missing", |path, reply| match path.contains("_wasm_bg.") {
        true => Reply::missing(),
        false => reply,
    });
}

/// The site with other answers for what its pack has beside the first file.
fn with_later_files(answer: impl Fn(Reply) -> Reply + Send + Sync + 'static) -> Server {
    let manifest = published::folder().join("pack/callboard.json");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    published::site_changed(move |path, reply| {
        let file = path.strip_prefix("/pack/");
        match file.is_some_and(|file| file.ends_with(".cbp") && !manifest.contains(file)) {
            true => answer(reply),
            false => reply,
        }
    })
}

#[test]
fn a_file_that_goes_while_the_pack_is_open_was_published_anew() {
    let site = with_later_files(|_| Reply::missing());
    let browser = Browser::desktop();
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         return await engine.record('resistance-hotline').then(() => 'found', error => error.code)",
    );
    assert_eq!(said, "version");
}

/// Some hosts say also of an answer that there is nothing that it may be kept for a year. A file that comes back, with a catalogue
/// that is as it was before, is found all the same.
#[test]
fn a_file_that_was_missing_once_is_asked_for_past_the_cache() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let site = with_later_files(move |reply| {
        match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Reply::missing().header("Cache-Control", "max-age=31536000, immutable"),
            _ => reply,
        }
    });
    let browser = Browser::desktop();
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         return (await engine.record('resistance-hotline')).title",
    );
    assert_eq!(said, "Resistance Hotline");
}

#[test]
fn a_facet_without_values_filters_nothing() {
    let (site, browser) = (published::site(), Browser::desktop());
    let said = run(
        &browser,
        &site,
        "const engine = await open('/pack/');
         const [all, same] = [await engine.search(''), await engine.facets('', { filters: { kind: undefined, topic: [] } })];
         return all.total > 0 && JSON.stringify(same) === JSON.stringify(all.facets)",
    );
    assert_eq!(said, true);
}

#[test]
fn a_host_that_fails_is_the_network() {
    refuses("network", |path, mut reply| {
        if path.starts_with("/pack/") {
            reply.status = 503;
        }
        reply
    });
}
