// Opens a pack and answers: the side of Callboard's engine that does the work.
//
// As a worker's script it answers messages; imported by a page whose browser refuses workers, it
// gives `serve`, which answers the same messages on the page's own thread. The search itself is
// the wasm module; here are fetching, decompressing and hand-over.
//
// A message is `[number, operation, ...arguments]`; a reply is `[number, null, value]` or
// `[number, { code, message }]`. The first thing said is `'ready'`.

import init, { Engine } from './callboard_engine_wasm.js';

const MODULE = new URL('./callboard_engine_wasm_bg.wasm', import.meta.url);
const MANIFEST = 'callboard.json';
const FORMAT = 1;
// Milliseconds after the first answer in which the network is left to the page.
const SETTLED = 2000;

let wasm;

class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Fetches a file; tells an address without a file from a network without an answer. */
async function get(url, cache) {
  let response;
  try {
    response = await fetch(url, { cache, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (error) {
    throw new Failure('network', `${url} could not be fetched: ${error.message}`);
  }
  if (response.status === 404 || response.status === 410) throw new Failure('missing', `there is nothing at ${url}`);
  if (!response.ok) throw new Failure('network', `${url} answered ${response.status}`);
  return response;
}

async function manifest(base) {
  const response = await get(new URL(MANIFEST, base), 'no-cache');
  let found;
  try {
    found = JSON.parse(await response.text());
  } catch {
    // Hosts that answer every address with their front page send HTML here.
    throw new Failure('missing', `${response.url} is not a Callboard manifest`);
  }
  if (found.format !== FORMAT) {
    throw new Failure('version', `the pack has format ${found.format}, but this engine reads format ${FORMAT}`);
  }
  if (typeof found.first !== 'string' || !/^[0-9a-f]{16}\.cbp$/.test(found.first)) {
    throw new Failure('damaged', `${response.url} does not name a first file`);
  }
  return found;
}

/** Fetches one of the pack's files and undoes its compression. */
async function file(base, name, cache) {
  const response = await get(new URL(name, base), cache);
  try {
    const plain = response.body.pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  } catch (error) {
    throw new Failure('damaged', `${response.url} is cut off or altered: ${error.message}`);
  }
}

/** Fetches a file and hands it to `use`; when it turns out damaged, once more past the cache. */
async function deliver(base, name, use) {
  const attempt = async (cache) => {
    const answer = await use(name, await file(base, name, cache));
    if (answer.startsWith('error:')) throw refusal(answer);
    return answer;
  };
  try {
    return await attempt('default');
  } catch (error) {
    if (error.code !== 'damaged') throw error;
    return attempt('reload');
  }
}

function refusal(answer) {
  const [, code, message] = /^error:(\S+) (.*)$/s.exec(answer);
  return new Failure(code, message);
}

/** The module, which a published site has compressed. */
async function module() {
  const response = await get(MODULE);
  if (!MODULE.pathname.endsWith('.z')) return response;
  const plain = response.body.pipeThrough(new DecompressionStream('deflate'));
  return new Response(plain, { headers: { 'Content-Type': 'application/wasm' } });
}

/** A fresh engine; the module is compiled once however many packs are opened. */
async function start() {
  try {
    wasm ??= module().then((module_or_path) => init({ module_or_path }));
    await wasm;
  } catch (error) {
    wasm = undefined;
    throw new Failure('unsupported', `the search engine could not start: ${error.message}`);
  }
  return new Engine();
}

class Session {
  fetching = new Map();

  /** Opens the pack at `url`, a folder (with or without its last slash) or its manifest. */
  async open(url) {
    const isFile = /\.json$/.test(new URL(url).pathname);
    this.base = new URL(isFile || url.endsWith('/') ? url : `${url}/`);
    const started = start();
    // Awaited below; a failure meanwhile must not count as unhandled.
    started.catch(() => {});
    try {
      return await this.first(started);
    } catch (error) {
      // The site may have been published anew between its manifest and the file it named.
      if (error.code !== 'missing' || !this.manifest) throw error;
      return this.first(started);
    }
  }

  /** Fetches manifest and first file while the engine starts, and opens it. */
  async first(started) {
    this.manifest = await manifest(this.base);
    const { first } = this.manifest;
    let site;
    await deliver(this.base, first, async (name, bytes) => {
      this.engine = await started;
      site = this.engine.open(name, bytes);
      return site;
    });
    return site;
  }

  /** Calls the engine until it needs nothing more. */
  async ask(call) {
    for (;;) {
      const answer = call(this.engine);
      if (answer.startsWith('error:')) throw refusal(answer);
      if (!answer.startsWith('need:')) return answer;
      await Promise.all(answer.slice(5).split(' ').map((name) => this.need(name)));
    }
  }

  need(name) {
    let fetching = this.fetching.get(name);
    if (!fetching) {
      fetching = deliver(this.base, name, (n, bytes) => this.engine.provide(n, bytes));
      fetching.catch(() => {}).then(() => this.fetching.delete(name));
      this.fetching.set(name, fetching);
    }
    return fetching;
  }

  /** Searches. Once the page has settled, fetches what is left of a small pack, so that no later request tells of a step. */
  async search(...args) {
    const answer = await this.ask((engine) => engine.search(...args));
    this.rest ??= setTimeout(() => {
      for (const name of this.engine.ahead().split(' ')) if (name) this.need(name).catch(() => {});
    }, SETTLED);
    return answer;
  }

  suggest(...args) {
    return this.ask((engine) => engine.suggest(...args));
  }

  record(id) {
    return this.ask((engine) => engine.record(id));
  }
}

/** Answers messages that come in at `port` for as long as it is open. */
export function serve(port) {
  const session = new Session();
  port.onmessage = async ({ data: [number, operation, ...args] }) => {
    try {
      port.postMessage([number, null, await session[operation](...args)]);
    } catch (error) {
      port.postMessage([number, { code: error.code ?? 'damaged', message: error.message }]);
    }
  };
  port.postMessage('ready');
}

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) serve(self);
