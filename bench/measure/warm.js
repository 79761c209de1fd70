// Questions to an engine that is open and has been asked them before: time, and whether the right record comes.
// Over a free line, so that what is timed is the engine.

import { FREE } from '../line.js';
import { PATIENCE, collectGarbage, renderers, withReader } from '../browser.js';
import { percentile, rounded } from '../numbers.js';

/** Questions that are asked in one go. Between them the bench looks at the clock. */
const BATCH = 20;

/**
 * Times of `questions`, without and with all facet counts, and of their answers from a worker that has them ready. Each pass stops after `budget`
 * milliseconds.
 */
export async function warmTimes(browser, host, questions, budget) {
  host.through(FREE);
  return withReader(browser, host.origin, async (reader) => {
    const texts = questions.map(({ text }) => text);
    await reader.visit('/');
    await reader.ask(() => bench.first);
    const pass = (list, facets) =>
      reader.ask(({ list, facets, budget }) => bench.times(list, { limit: 10, facets }, budget), { list, facets, budget }, budget + PATIENCE);
    // Unmeasured: loads what the questions need, and lets the browser compile.
    const reached = (await pass(texts, true)).length;
    const known = texts.slice(0, reached);
    const plain = await pass(known, false);
    const counted = await pass(known, true);
    const ready = await reader.ask(({ list, budget }) => bench.ready(list, budget), { list: known, budget }, budget + PATIENCE);
    return {
      asked: questions.length,
      plain: summary(plain),
      counted: summary(counted),
      ready: summary(ready),
      byKind: kinds(questions, plain),
    };
  });
}

function summary(times) {
  return { measured: times.length, p50: rounded(percentile(times, 0.5), 2), p95: rounded(percentile(times, 0.95), 2) };
}

function kinds(questions, times) {
  const out = {};
  for (const kind of new Set(questions.map((question) => question.kind))) {
    out[kind] = summary(times.filter((_, at) => questions[at].kind === kind));
  }
  return out;
}

/** How many of `questions` have the record that they were drawn from among the first ten hits, by kind. */
export async function found(browser, host, questions, budget) {
  host.through(FREE);
  return withReader(browser, host.origin, async (reader) => {
    await reader.visit('/');
    await reader.ask(() => bench.first);
    const ends = performance.now() + budget;
    const tops = [];
    while (tops.length < questions.length && performance.now() < ends) {
      const list = questions.slice(tops.length, tops.length + BATCH).map(({ text }) => text);
      const left = Math.max(1, ends - performance.now());
      const got = await reader.ask(({ list, left }) => bench.tops(list, left), { list, left }, left + PATIENCE);
      if (got.length === 0) break;
      tops.push(...got);
    }
    const hit = tops.map((ids, at) => ids.includes(questions[at].expect));
    const first = tops.map((ids, at) => ids[0] === questions[at].expect);
    const share = (flags) => rounded(flags.length === 0 ? undefined : flags.filter(Boolean).length / flags.length, 3);
    const byKind = {};
    for (const kind of new Set(questions.map((question) => question.kind))) {
      byKind[kind] = share(hit.filter((_, at) => questions[at].kind === kind));
    }
    return { asked: questions.length, measured: tops.length, inTen: share(hit), first: share(first), byKind };
  });
}

/**
 * Memory of the pages' processes when the page is empty and after the first answer, and by how much the page's own has grown
 * after all of `questions`.
 */
export async function memory(browser, host, questions, budget) {
  host.through(FREE);
  return withReader(browser, host.origin, async (reader) => {
    const blank = await renderers(browser);
    if (blank === undefined) return { why: 'this system does not say how much memory a process has' };
    const texts = questions.map(({ text }) => text);
    await reader.visit(`/?q=${encodeURIComponent(texts[0] ?? '')}`);
    await reader.ask(() => bench.first);
    await collectGarbage(reader);
    const opened = await renderers(browser);
    const asked = await reader.ask(({ list, budget }) => bench.times(list, { limit: 10, facets: true }, budget), { list: texts, budget }, budget + PATIENCE);
    await collectGarbage(reader);
    const after = await renderers(browser);
    return { blank: sum(blank), opened: sum(opened), growth: growth(opened, after), asked: asked.length };
  });
}

function sum(processes) {
  return [...processes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * By how many bytes the process of the page that was asked has grown: it is the one that was busiest meanwhile. A browser has
 * others, one of them ready for the next page, which begins when it likes.
 */
export function growth(before, after) {
  const took = ([id, { seconds }]) => (after.get(id)?.seconds ?? 0) - seconds;
  const [id, { bytes }] = [...before].reduce((busiest, one) => (took(one) > took(busiest) ? one : busiest));
  return after.get(id).bytes - bytes;
}
