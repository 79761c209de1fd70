// First visits: what they load and how long they take. Every one with an empty cache, over the slow line.

import { PIECE, SLOW } from '../line.js';
import { withReader } from '../browser.js';
import { median, rounded } from '../numbers.js';
import { chain } from './chain.js';

/** Milliseconds after the last answer in which what an engine loads unasked is counted. */
const AFTERWARDS = 3000;

/** Visits that are made however long they take, and those in which it is watched what is loaded afterwards. */
const LEAST = 3;

/** Milliseconds for the visits of one engine at least: of one word another may load half as much again, so that few say little. */
const VISITING = 60_000;

/**
 * One visit for each set of questions: one word, then two others, then ten hits of a frequent one with their excerpts.
 * After `budget` milliseconds, or a minute where that is longer, there are no more than three.
 */
export async function coldLoads(browser, host, sets, budget) {
  const loads = [];
  const ends = performance.now() + Math.max(budget, VISITING);
  host.through(SLOW);
  for (const set of sets) {
    if (loads.length >= LEAST && performance.now() > ends) break;
    loads.push(await coldLoad(browser, host, set, loads.length < LEAST));
  }
  const middle = (key) => rounded(median(loads.map((load) => load[key]).filter((value) => value !== undefined)), 1);
  const keys = ['bytes', 'wireBytes', 'requests', 'chain', 'ms', 'openMs', 'stalled', 'twoWordsBytes', 'tenHitsBytes', 'tenHitsRequests', 'afterwardsBytes'];
  return { loads, median: Object.fromEntries(keys.map((key) => [key, middle(key)])) };
}

async function coldLoad(browser, host, { one, two, many }, watched) {
  return withReader(browser, host.origin, async (reader) => {
    host.forget();
    const written = host.written;
    await reader.visit(`/?q=${encodeURIComponent(one)}`);
    const first = await reader.ask(() => bench.first);
    const bytes = total(host);
    const requests = own(host).map(({ path, bytes, started, ended }) => ({ path, bytes, started, ended }));
    // What is still under way belongs to the first answer no more, but must not count for the second.
    await host.quiet();
    const settled = total(host);
    const wireBytes = host.written - written;
    checkCounts(host, wireBytes);
    await reader.ask((text) => bench.search(text, { limit: 1, facets: false }), two);
    await host.quiet();
    const afterTwo = total(host);
    // Of another word that many records have, its first hit, so that only the other nine are counted.
    await reader.ask((text) => bench.search(text, { limit: 1, facets: false }), many);
    await host.quiet();
    const before = own(host).length;
    const afterOne = total(host);
    const ten = await reader.ask((text) => bench.search(text, { limit: 10, facets: false }), many);
    await host.quiet();
    const afterTen = total(host);
    const asked = own(host).length - before;
    if (watched) {
      await new Promise((resolve) => setTimeout(resolve, AFTERWARDS));
      await host.quiet();
    }
    return {
      query: one,
      then: [two, many],
      ms: rounded(first.ms, 1),
      openMs: rounded(first.open, 1),
      stalled: rounded(first.stalled, 1),
      hits: first.hits,
      tenHits: ten.hits.length,
      bytes,
      // With the page, and the headers and frames of HTTP/2.
      wireBytes,
      requests: requests.length,
      chain: chain(requests),
      files: requests.map(({ path, bytes }) => `${path} ${bytes}`),
      twoWordsBytes: afterTwo - settled,
      tenHitsBytes: afterTen - afterOne,
      tenHitsRequests: asked,
      ...(watched && { afterwardsBytes: total(host) - afterTen }),
    };
  });
}

/** Bytes of headers that a request may have beside its body before something is wrong with the counting. */
const HEADERS = 1500;

/** Bytes before each piece of a body (RFC 9113, section 4.1). */
const FRAME_HEADER = 9;

/** The log and the connections must tell of the same bytes. */
function checkCounts(host, wireBytes) {
  const logged = host.log.reduce((sum, { bytes }) => sum + bytes, 0);
  const frames = (Math.ceil(logged / PIECE) + host.log.length) * FRAME_HEADER;
  if (wireBytes < logged || wireBytes > logged + frames + HEADERS * (host.log.length + 1)) {
    throw new Error(`the host's log says ${logged} bytes in ${host.log.length} answers, its connections say ${wireBytes}`);
  }
}

/** Requests without the page itself, which every site has. */
function own(host) {
  return host.log.filter(({ path }) => path !== '/');
}

function total(host) {
  return own(host).reduce((sum, { bytes }) => sum + bytes, 0);
}
