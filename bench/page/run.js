// What runs in every engine's page: opens the engine as soon as the page is there, asks what the address says, keeps
// times, and answers the bench's further questions. The same for all; an engine's own part is its `page.js`.
//
// An engine's `page.js` exports `open()`, which resolves with an object whose `search(text, { limit, facets })` resolves
// with `{ hits: [{ id, title, excerpt }], facets }`: the hits a reader would be shown, and with `facets: true` the counts
// of every value of both facets, as `{ facet: { value: count } }`.

/** Starts; called by the page's only script. */
export function run(open) {
  const asked = new URLSearchParams(location.search).get('q');
  const opened = open();
  const first = async () => {
    const engine = await opened;
    const open = performance.now();
    const answer = asked === null ? undefined : await engine.search(asked, { limit: 1, facets: false });
    const found = performance.now();
    await pause();
    const loaded = performance.getEntriesByType('navigation')[0].responseEnd;
    return { open: open - loaded, ms: found - loaded, stalled: bench.stalled(found), hits: answer?.hits.length ?? 0 };
  };
  bench.search = async (text, options) => (await opened).search(text, options);
  bench.times = (texts, options, budget) => times(opened, texts, options, budget);
  bench.tops = (texts, budget) => tops(opened, texts, budget);
  bench.ready = (texts, budget) => ready(opened, texts, budget);
  first().then(bench.done, bench.failed);
}

/** Milliseconds that each text took, until `budget` milliseconds are over. */
async function times(opened, texts, options, budget) {
  const engine = await opened;
  const ends = performance.now() + budget;
  const taken = [];
  for (const text of texts) {
    if (performance.now() > ends) break;
    const started = performance.now();
    await engine.search(text, options);
    taken.push(performance.now() - started);
    await pause();
  }
  return taken;
}

/** Ids of the first ten hits for each text, until `budget` milliseconds are over. */
async function tops(opened, texts, budget) {
  const engine = await opened;
  const ends = performance.now() + budget;
  const found = [];
  for (const text of texts) {
    if (performance.now() > ends) break;
    const { hits } = await engine.search(text, { limit: 10, facets: false });
    found.push(hits.map((hit) => hit.id));
    await pause();
  }
  return found;
}

/**
 * Milliseconds that the same answers take from a worker that has them ready as texts, until `budget` milliseconds are over: what an engine that
 * leaves the page's thread alone cannot take less than.
 */
async function ready(opened, texts, budget) {
  const engine = await opened;
  const ends = performance.now() + budget;
  const script = 'let answer; onmessage = ({ data }) => { if (data.answer) answer = data.answer; postMessage(answer); }';
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  const asked = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(message);
  });
  const taken = [];
  for (const text of texts) {
    if (performance.now() > ends) break;
    await asked({ answer: JSON.stringify(await engine.search(text, { limit: 10, facets: false })) });
    await pause();
    const started = performance.now();
    JSON.parse(await asked({ text }));
    taken.push(performance.now() - started);
    await pause();
  }
  worker.terminate();
  return taken;
}

/** Lets the browser do what it has put off. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}
