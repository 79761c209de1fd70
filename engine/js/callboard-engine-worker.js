// Opens a pack and answers: the side of Callboard's engine that does the work.
//
// As a worker's script it answers messages; imported by a page whose browser refuses workers, it
// gives `serve`, which answers the same messages on the page's own thread. The search itself is
// the wasm module; here are fetching and hand-over.
//
// A message is `[number, operation, ...arguments]`; a reply is `[number, null, value]` or
// `[number, { code, message }]`. The first thing said is `'ready'`.

import init, { Engine } from './callboard_engine_wasm.js';

const FORMAT = 2;
// Milliseconds after the first answer in which the network is left to the page.
const SETTLED = 2000;

let wasm;

class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Fetches a file, or a range of its bytes; tells an address without a file from a network without an answer. */
async function get(url, cache, range) {
  let response;
  try {
    const headers = range ? { Range: `bytes=${range[0]}-${range[1] - 1}` } : {};
    response = await fetch(url, { cache, headers, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (error) {
    throw new Failure('network', `${url} could not be fetched: ${error.message}`);
  }
  if (response.status === 404 || response.status === 410) throw new Failure('missing', `there is nothing at ${url}`);
  if (!response.ok) throw new Failure('network', `${url} answered ${response.status}`);
  return response;
}

/** Reads the manifest at `url`, whose bytes may be here already. */
async function manifest(url, here) {
  const bytes = here ?? (await (await get(url, 'no-cache')).arrayBuffer());
  let found;
  try {
    found = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Hosts that answer every address with their front page send HTML here.
  }
  if (!found?.format) throw new Failure('missing', `${url} is not a Callboard manifest`);
  if (found.format !== FORMAT) {
    throw new Failure('version', `the pack has format ${found.format}, but this engine reads format ${FORMAT}`);
  }
  if (typeof found.root !== 'string' && !/^[0-9a-f]{12}\.cbp$/.test(found.first)) {
    throw new Failure('damaged', `${url} does not name a first file`);
  }
  return found;
}

/** What is compressed in a slot: four bytes say how long it is. */
function inSlot(bytes) {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return bytes.subarray(4, 4 + length);
}

/** The engine's answer, unless it refuses; what it was given came from `file`. */
function accepted(answer, file) {
  const refused = /^error:(\S+) (.*)$/s.exec(answer);
  if (refused) throw new Failure(refused[1], file ? `${file}: ${refused[2]}` : refused[2]);
  return answer;
}

/** The module's bytes at `url`, which may be here already; a published site has them compressed, and with a sum that tells what is whole. */
async function module(url, here, cache) {
  const { body } = here ? new Response(here) : await get(url, cache);
  try {
    return await new Response(url.endsWith('.z') ? body.pipeThrough(new DecompressionStream('deflate')) : body).arrayBuffer();
  } catch (error) {
    // It was cut off on its way, or altered. What a cache has is not asked for twice.
    if (cache) throw new Failure('damaged', `${url}: ${error.message}`);
    return module(url, undefined, 'reload');
  }
}

/** A fresh engine; the module is compiled once however many packs are opened. */
async function start(url, here) {
  try {
    wasm ??= module(url, here).then(WebAssembly.compile).then((module_or_path) => init({ module_or_path }));
    await wasm;
  } catch (error) {
    wasm = undefined;
    // A browser that is too old refuses what has come.
    throw error instanceof Failure ? error : new Failure('unsupported', `engine: ${error.message}`);
  }
  return new Engine();
}

class Session {
  /** Parts on their way, files that a host sent whole though a range was asked for, and what it was last asked for. */
  fetching = new Map();
  whole = new Map();
  asking = new Map();
  ranges = true;

  /** Takes files of the pack as a map of name to bytes: none of them is fetched any more. */
  hold(files) {
    this.whole = files;
  }

  /** Opens the pack with this manifest by the module at `module`. The bytes of both and of the first file may be here already. */
  async open(url, module, manifestHere, moduleHere, firstHere) {
    this.base = url;
    const started = start(module, moduleHere);
    // Awaited below; a failure meanwhile must not count as unhandled.
    started.catch(() => {});
    try {
      return await this.first(started, manifestHere, firstHere);
    } catch (error) {
      // The site may have been published anew between its manifest and the file it named.
      if (error.code !== 'missing' || !this.manifest) throw error;
      return this.first(started);
    }
  }

  /** Fetches what the pack begins with while the engine starts, and opens it. */
  async first(started, here, firstHere) {
    this.manifest = await manifest(this.base, here);
    const { first, root, primer } = this.manifest;
    if (firstHere) this.whole.set(first, firstHere);
    const inside = (base64 = '') => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    let site;
    const open = async (bytes) => {
      this.engine = await started;
      site = this.engine.open(bytes, inside(primer));
      return site;
    };
    if (root) accepted(await open(inside(root)), this.base);
    else await this.deliver(first, undefined, [[first, open]]);
    return site;
  }

  /**
   * Fetches a file, or a range of it, and hands what is in it to those who wait for it, each a name and a
   * function; when that turns out damaged, once more past the cache. So when nothing is there: a host may have had caches
   * keep that for a year.
   */
  async deliver(file, range, uses) {
    const attempt = async (cache) => {
      const bytes = await this.bytes(file, range, cache);
      for (const [, use] of uses) accepted(await use(bytes), file);
    };
    try {
      await attempt('default');
    } catch (error) {
      if (!/damaged|missing/.test(error.code)) throw error;
      this.whole.delete(file);
      await attempt('reload');
    }
  }

  /** Bytes of a file, or of a range of it. A host that sends the whole file instead is asked for it once. */
  async bytes(file, range, cache) {
    const url = new URL(file, this.base);
    if (!range) return new Uint8Array(await (this.whole.get(file) ?? (await get(url, cache)).arrayBuffer()));
    // Until a host has sent a range, nobody knows whether the next answer is the whole file.
    if (!this.sends && this.asking.has(file)) await this.asking.get(file).catch(() => {});
    let whole = this.whole.get(file);
    let refused = false;
    if (!whole && this.ranges) {
      let response;
      try {
        this.asking.set(file, get(url, cache, range));
        response = await this.asking.get(file);
      } catch (error) {
        if (error.code !== 'network' || this.sends) throw error;
        // A host of another origin may refuse to be asked for ranges; if the network is gone, the whole file does not come either.
        refused = true;
      }
      if (response?.status === 206) {
        this.sends = true;
        return new Uint8Array(await response.arrayBuffer());
      }
      whole = response?.arrayBuffer();
    }
    whole ??= get(url, cache).then((response) => response.arrayBuffer());
    this.whole.set(file, whole);
    try {
      const bytes = new Uint8Array(await whole);
      if (refused) this.ranges = false;
      return bytes.subarray(...range);
    } catch (error) {
      this.whole.delete(file);
      throw error;
    }
  }

  /** Calls the engine until it needs nothing more. */
  async ask(call) {
    for (;;) {
      const answer = accepted(call(this.engine));
      if (!answer.startsWith('need:')) return answer;
      await this.need(answer);
    }
  }

  /** Fetches what the engine needs (`need:` and parts `number file start length primed`), what stands side by side together. */
  need(needed) {
    const parts = needed.slice(5).split(';').filter(Boolean).map((part) => {
      const [number, file, ...place] = part.split(' ');
      const [start, length, primed] = place.map(Number);
      return { number: Number(number), file, start, end: start + length, primed: primed > 0 };
    });
    const missing = parts.filter(({ number }) => !this.fetching.has(number));
    missing.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
    const runs = [];
    for (const { number, file, start, end, primed } of missing) {
      let run = runs.at(-1);
      if (run?.file !== file || run.end !== start) runs.push((run = { file, start, uses: [] }));
      run.end = end;
      const from = start - run.start;
      const take = (bytes) => (end ? inSlot(bytes.subarray(from, from + end - start)) : bytes);
      run.uses.push([number, (bytes) => this.engine.provide(number, take(bytes), primed)]);
    }
    for (const { file, start, end, uses } of runs) {
      const fetching = this.deliver(file, end && [start, end], uses);
      for (const [number] of uses) this.fetching.set(number, fetching);
      fetching.catch(() => {}).then(() => uses.forEach(([number]) => this.fetching.delete(number)));
    }
    return Promise.all(parts.map(({ number }) => this.fetching.get(number)));
  }

  /** Searches. Once the page has settled, fetches what is left of a small pack, so that no later request tells of a step. */
  async search(...args) {
    const answer = await this.ask((engine) => engine.search(...args));
    this.rest ??= setTimeout(() => {
      this.need(this.engine.ahead()).catch(() => {});
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
      let code = error instanceof Failure ? error.code : 'damaged';
      // A pack that is open had every file, until another was published in its place.
      if (code === 'missing' && operation !== 'open') code = 'version';
      port.postMessage([number, { code, message: error.message }]);
    }
  };
  port.postMessage('ready');
}

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) serve(self);
