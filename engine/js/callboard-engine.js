// Callboard's search engine for any page: see callboard-engine.d.ts for what it offers.
//
// This side gives the API its manners (promises, cancelling, latest answer wins) and finds a place to
// work: a worker whose script is in here once a site is published, so that it is not fetched; one by address where a
// policy refuses that; else this thread. What the worker begins with is fetched here, while it starts.

const WORKER = new URL('callboard-engine-worker.js', import.meta.url);
const MODULE = new URL('./callboard_engine_wasm_bg.wasm', import.meta.url);
const SORTS = { relevance: 0, newest: 1, soonest: 2 };

/** Engines that are open on this page, for what looks after all of them. */
export const engines = new Set();

let begins;
/**
 * Resolves once a worker has all that it opens a pack with. It cannot start without this thread, so who has long work for it may
 * wait for that; nothing promises that it comes.
 */
export const begun = new Promise((resolve) => { begins = resolve; });

export class CallboardError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'CallboardError';
    this.code = code;
  }
}

export async function open(url, options = {}) {
  try {
    WebAssembly.Module, new DecompressionStream('deflate');
  } catch {
    throw new CallboardError('unsupported', 'this browser is too old');
  }
  const manifest = manifestOf(new URL(url, typeof document === 'undefined' ? import.meta.url : document.baseURI));
  const beginning = Promise.all([sent(manifest), fetched(MODULE)]);
  const place = await findPlace(options.worker !== false);
  const line = new Line(place.port);
  try {
    const [[here, first], module] = await beginning;
    const opening = line.call('open', manifest, MODULE.href, here, module, first);
    begins();
    const site = JSON.parse(await opening);
    return new Engine(site, line, place, manifest);
  } catch (error) {
    place.close();
    throw error;
  }
}

/** The address of the manifest of the pack at `url`, which is a folder (with or without its last slash) or names it. */
function manifestOf(url) {
  if (!/\.json$|\/$/.test(url.pathname)) url.pathname += '/';
  return new URL('callboard.json', url).href;
}

/** The manifest at an address and the file that it names first, which need not wait until a worker can read its name. */
async function sent(manifest) {
  const here = await fetched(manifest, 'no-cache');
  try {
    const { first } = JSON.parse(new TextDecoder().decode(here));
    return [here, first && (await fetched(new URL(first, manifest)))];
  } catch {
    return [here];
  }
}

/** What is at an address, if it comes: if not, the worker asks again and says why. */
async function fetched(url, cache = 'default') {
  try {
    const response = await fetch(url, { cache, referrerPolicy: 'no-referrer' });
    return response.ok ? await response.arrayBuffer() : undefined;
  } catch {
    return undefined;
  }
}

class Engine {
  #line;
  #place;
  #base;
  #former;
  #running;
  #waiting;

  constructor(site, line, place, base) {
    this.site = site;
    this.inWorker = place.inWorker;
    this.#line = line;
    this.#place = place;
    this.#base = base;
    engines.add(this);
  }

  search(text, options = {}) {
    return cancellable(options.signal, () => new Promise((resolve, reject) => {
      const job = { args: searchArguments(text, options), resolve, reject };
      // One search at a time; of those that wait meanwhile only the newest is worth doing.
      this.#running?.reject(aborted());
      this.#waiting?.reject(aborted());
      this.#waiting = job;
      if (!this.#running) this.#next();
    }));
  }

  async #next() {
    const job = this.#waiting;
    this.#waiting = undefined;
    this.#running = job;
    if (!job) return;
    try {
      job.resolve(JSON.parse(await this.#line.call('search', ...job.args)));
    } catch (error) {
      job.reject(error);
    }
    this.#next();
  }

  async facets(text, options = {}) {
    const args = searchArguments(text, { ...options, limit: 0, hitsFirst: false });
    return JSON.parse(await cancellable(options.signal, () => this.#line.call('search', ...args))).facets;
  }

  async suggest(text, options = {}) {
    const { limit = 8, lang = '', asOf, signal } = options;
    const args = [string('text', text), count('limit', limit), ...clock(asOf), string('lang', lang)];
    return JSON.parse(await cancellable(signal, () => this.#line.call('suggest', ...args)));
  }

  async record(id, options = {}) {
    const ask = async (id) => JSON.parse(await cancellable(options.signal, () => this.#line.call('record', id)));
    const found = (await ask(string('id', id))) ?? (await this.#renamed(id, ask, options.signal));
    if (!found) throw new CallboardError('no-record', `no record is called ${id}`);
    return found;
  }

  async loadAll(files, former = {}) {
    if (!files?.get) throw new TypeError('files must be a Map');
    const place = await findPlace(false);
    const line = new Line(place.port);
    try {
      await line.call('hold', files);
      await line.call('open', this.#base, MODULE.href);
      if (!engines.has(this)) throw aborted();
    } catch (error) {
      place.close();
      throw error;
    }
    const [before, answers] = [this.#place, this.#line.answers()];
    this.#place = place;
    this.#line = line;
    this.inWorker = false;
    this.#former = former;
    // What was asked before is still answered where it was asked.
    await answers;
    before.close();
  }

  /** A record that had another id before. Few readers come by one, so what they were called is not in the pack. */
  async #renamed(id, ask, signal) {
    const now = this.#former ?? await fetch(new URL('../data/former-ids.json', this.#base), { signal })
      .then((response) => (response.ok ? response.json() : {}))
      .catch((error) => { if (signal?.aborted) throw error; });
    return now && Object.hasOwn(now, id) ? ask(now[id]) : null;
  }

  close() {
    engines.delete(this);
    this.#running?.reject(aborted());
    this.#waiting?.reject(aborted());
    this.#waiting = undefined;
    this.#line.close();
    this.#place.close();
  }
}

function searchArguments(text, { filters = {}, sort = 'relevance', limit = 10, offset = 0, asOf, lang = '', explain = false, hitsFirst = true }) {
  const lines = Object.entries(filters).flatMap(([facet, values = []]) => {
    if (!Array.isArray(values)) throw new TypeError(`filters.${facet} must be a list of values`);
    return values.map((value) => `${facet}\t${value}`);
  });
  if (!Object.hasOwn(SORTS, sort)) throw new TypeError(`sort must be one of ${Object.keys(SORTS).join(', ')}`);
  return [string('text', text), lines.join('\n'), SORTS[sort], count('limit', limit), count('offset', offset), ...clock(asOf), string('lang', lang), (explain ? 1 : 0) + (hitsFirst ? 2 : 0)];
}

/** A mistake of the caller's is told as one; the engine would take it for a damaged pack, or for a number that nobody meant. */
function string(name, value) {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
  return value;
}

function count(name, value) {
  if (!(value >= 0)) throw new TypeError(`${name} must be a number of 0 or more`);
  return Math.min(value, 1e9);
}

/** The moment, and the start and end of the reader's day, in minutes since 1970. */
function clock(asOf = new Date()) {
  if (Number.isNaN(asOf?.getTime?.() ?? NaN)) throw new TypeError('asOf must be a valid Date');
  const minutes = (date) => Math.floor(date.getTime() / 60000);
  const start = new Date(asOf);
  start.setHours(0, 0, 0, 0);
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return [minutes(asOf), minutes(start), minutes(end)];
}

function aborted() {
  return new DOMException('cancelled, closed or overtaken', 'AbortError');
}

/** What is begun, unless its signal ends it or has ended it already. A signal may live longer than the call, so nothing is left with it. */
async function cancellable(signal, begin) {
  if (!signal) return begin();
  if (signal.aborted) throw aborted();
  let cancel;
  const cancelled = new Promise((_, reject) => { cancel = () => reject(aborted()); });
  signal.addEventListener('abort', cancel);
  try {
    return await Promise.race([begin(), cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Calls over a port, each answered by its number. */
class Line {
  #port;
  #calls = new Map();
  #last = 0;
  #latest;
  #closed = false;

  constructor(port) {
    this.#port = port;
    port.onmessage = ({ data: [number, error, value] }) => {
      const call = this.#calls.get(number);
      this.#calls.delete(number);
      if (error) call?.reject(new CallboardError(error.code, error.message));
      else call?.resolve(value);
    };
  }

  call(operation, ...args) {
    const answer = new Promise((resolve, reject) => {
      if (this.#closed) throw aborted();
      this.#last += 1;
      this.#calls.set(this.#last, { resolve, reject });
      this.#port.postMessage([this.#last, operation, ...args]);
    });
    // Chained without its values, which would stay in memory otherwise.
    this.#latest = Promise.allSettled([this.#latest, answer]).then(() => {});
    return answer;
  }

  /** Ends what waits for an answer, which a worker that is gone will not give. */
  close() {
    this.#closed = true;
    this.#calls.forEach(({ reject }) => reject(aborted()));
    this.#calls.clear();
  }

  /** Resolves once everything that was asked so far is answered. */
  answers() {
    return this.#latest;
  }
}

async function findPlace(wantWorker) {
  if (wantWorker && typeof Worker === 'function') {
    for (const script of [inlined, () => WORKER]) {
      const worker = await startWorker(script);
      if (worker) return { port: worker, inWorker: true, close: () => worker.terminate() };
    }
  }
  const { port1, port2 } = new MessageChannel();
  const { serve } = await import(WORKER.href);
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    serve(port2);
  });
  return { port: port1, inWorker: false, close: () => port1.close() };
}

/** The worker's script as one of this page's origin. A site that is published without esbuild imports it. */
function inlined() {
  const script = typeof WORKER_SCRIPT === 'string' ? WORKER_SCRIPT : `import ${JSON.stringify(WORKER.href)};`;
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

/** A worker that has said it is ready, or nothing where the browser or a policy refuses it. */
function startWorker(script) {
  return new Promise((resolve) => {
    let worker;
    let url;
    try {
      url = script();
      if (url === WORKER && WORKER.origin !== globalThis.location?.origin) return resolve(undefined);
      worker = new Worker(url, { type: 'module' });
    } catch {
      return resolve(undefined);
    }
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve(worker);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      resolve(undefined);
    };
  });
}
