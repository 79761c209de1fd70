// Keeps the last published version of this site on the reader's device, and answers from it: a service worker.
//
// It is registered by callboard-device.js once the page has shown its first answer. `release.json` lists the files of
// a version with their hashes. A version is fetched whole into a cache of its own; only then do new pages begin with
// it. A page goes on with the version that it began with, and so does its worker: never is one file of an old
// version answered beside one of a new one. A catalogue too large to be kept unasked keeps what was read of it.
//
// Not here: when to look for a newer version and what the reader is told (callboard-device-offline.js), what is in a
// version (the indexer's `release` module). Other sites of the same origin have caches of their own: names hold the scope.

const FORMAT = 1;
const SCOPE = self.registration.scope;
const NAMES = `callboard ${SCOPE} `;
const RELEASE = `${NAMES}release `;
const PIECES = `${NAMES}pieces`;
const STATE = `${NAMES}state`;
/** Bytes up to which a whole version is kept without asking; more would surprise somebody who pays for them. */
const UNASKED = 8_000_000;
/** Files that are fetched at once while nobody waits for them. */
const AT_ONCE = 4;
const LIST = 'release.json';
const PACK_FILE = /^pack\/[^/]+\.cbp$/;
/** Headers that a kept answer has from its host: the page's policy must hold from a copy, too. */
const HEADERS = ['content-type', 'content-security-policy', 'x-content-type-options', 'referrer-policy', 'access-control-allow-origin'];

/** Pages made beforehand, and where the app shows the same: what to answer with where the host is out of reach. Some hosts leave the ending out. */
const PLACES = [
  [/^records\/([^/]+?)(?:\.html)?$/, '#/r/$1'],
  [/^(?:([^/]+)\/)?browse\/([^/]+)\/([^/]+?)(?:\/\d+)?(?:\.html)?$/, '#/?$2=$3&sort=newest&lang=$1'],
  [/^(?:([^/]+)\/)?agenda(?:\/\d+)?(?:\.html)?$/, '#/?sort=newest&view=agenda&lang=$1'],
  [/^(?:([^/]+)\/)?(?:index|all(?:\/\d+)?|browse\/[^/]+)\.html$/, '#/?lang=$1'],
];

/**
 * What a site has for others than its readers (pages about embedding and the API, feeds, calendars, data), which is in no copy, and what is
 * said instead where the host is out of reach.
 */
const IN_NO_COPY = /^(?:embed(?:-[^/]+?)?|api-example)(?:\.html)?$|^(?:feeds|calendars|events|data)\/.|^sitemap[^/]*\.xml$/;
const NEEDS_A_CONNECTION = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Callboard</title><main><p>This page needs a connection. <a href="${SCOPE}">To the catalogue</a></p><p lang="es">Esta página necesita una conexión. <a href="${SCOPE}#/?lang=es">Al catálogo</a></p></main></html>`;

class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// ---- What is remembered between the worker's lives: it ends whenever nothing is asked of it.

/** Addresses that no host has, as names in the cache of what is remembered. */
const noted = (name) => new URL(`.callboard/${name}`, SCOPE).href;

async function recall(name) {
  // Not by opening the cache, which would make one.
  const found = await caches.match(noted(name), { cacheName: STATE });
  return found?.json();
}

async function note(name, value) {
  await (await caches.open(STATE)).put(noted(name), new Response(JSON.stringify(value)));
}

let remembered;
/** `{ current, previous, all }`: the version that new pages begin with, the one before, whether all of a large one is kept. */
function state() {
  remembered ??= recall('state').then((found) => found ?? { all: false }, () => ({ all: false }));
  return remembered;
}

async function setState(change) {
  const next = { ...(await state()), ...change };
  await note('state', next);
  remembered = Promise.resolve(next);
}

/** Which version a page or its worker began with, by its id. */
const begun = new Map();

async function versionOf(client) {
  if (!client) return undefined;
  if (!begun.has(client)) {
    const version = await recall(`client/${client}`).catch(() => undefined);
    if (version) begun.set(client, version);
  }
  return begun.get(client);
}

function begins(event, client, version) {
  if (!client || !version) return;
  begun.set(client, version);
  event.waitUntil(note(`client/${client}`, version).catch(() => {}));
}

const lists = new Map();
/** What a kept version consists of: a map of path to `{ hash, bytes }`. Nothing where it is not kept whole. */
async function listOf(version) {
  if (!lists.has(version)) {
    const found = await caches.match(new URL(LIST, SCOPE).href, { cacheName: RELEASE + version });
    if (!found) return undefined;
    lists.set(version, read(await found.text()));
  }
  return lists.get(version);
}

/** Reads a list of a version; tells a host's page for missing files from a list. */
function read(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refusal('altered', `${LIST} is not a list of files`);
  }
  const whole = found?.format === FORMAT && typeof found.version === 'string' && Array.isArray(found.files);
  if (!whole) throw new Refusal('altered', `${LIST} is not a list of files of format ${FORMAT}`);
  const files = new Map(found.files.map(([path, hash, bytes]) => [path, { hash, bytes }]));
  const total = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
  return { version: found.version, files, total, text };
}

// ---- Fetching and keeping

/** The address of a file. The page's own is that of its folder, because some hosts redirect `index.html` there. */
const addressOf = (path) => new URL(path === 'index.html' ? './' : path, SCOPE).href;

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A file as the list has it, or a refusal: what is cut off, altered, or a page about a missing file is not kept. */
async function fetched(path, file) {
  for (const cache of ['default', 'reload']) {
    let response;
    try {
      response = await fetch(addressOf(path), { cache, credentials: 'same-origin' });
      const bytes = await response.arrayBuffer();
      if (response.ok && (await hashOf(bytes)) === file.hash) return answerOf(bytes, response.headers);
    } catch (error) {
      if (cache === 'reload') throw new Refusal('network', `${path}: ${error.message}`);
    }
  }
  throw new Refusal('altered', `${path} is not what ${LIST} says`);
}

/** An answer without what was true of its transfer alone: a redirect, a compression, a length. */
function answerOf(bytes, headers) {
  const kept = HEADERS.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]);
  return new Response(bytes, { headers: kept });
}

/**
 * The front page without what was made for it beforehand: an address that names something else would have a browser lay that out only
 * to take it away.
 */
async function bare(page) {
  const text = await page.text();
  return new Response(text.replace(/<!--page-->.*<!--\/page-->/s, ''), { headers: page.headers });
}

async function put(cache, key, response) {
  try {
    await cache.put(key, response);
  } catch (error) {
    throw new Refusal(error.name === 'QuotaExceededError' ? 'space' : 'refused', error.message);
  }
}

/** Fetches what of a version is not kept yet, several files at once. Stops at the first that cannot be had. */
async function keep(list, paths, told) {
  const cache = await caches.open(RELEASE + list.version);
  const have = new Set((await cache.keys()).map((request) => request.url));
  const others = await keptLists();
  const waiting = paths.filter((path) => !have.has(new URL(path, SCOPE).href));
  let done = paths.reduce((sum, path) => sum + list.files.get(path).bytes, 0);
  const total = done;
  for (const path of waiting) done -= list.files.get(path).bytes;
  const next = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const file = list.files.get(path);
      const response = (await copied(others, path, file)) ?? (await fetched(path, file));
      await put(cache, new URL(path, SCOPE).href, response);
      done += file.bytes;
      told?.({ done, total });
    }
  };
  const workers = Array.from({ length: AT_ONCE }, next);
  try {
    await Promise.all(workers);
  } catch (error) {
    waiting.length = 0;
    await Promise.allSettled(workers);
    // What was fetched whole serves the next attempt, except on a full disk.
    if (error.code === 'space') await caches.delete(RELEASE + list.version);
    throw error;
  }
}

/** The same file out of a version that is kept already. */
async function copied(others, path, file) {
  for (const other of others) {
    if (other.files.get(path)?.hash !== file.hash) continue;
    const found = await kept(other, path);
    if (found) return found;
  }
  return undefined;
}

async function keptLists() {
  const { current, previous } = await state();
  const found = await Promise.all([current, previous].filter(Boolean).map(listOf));
  return found.filter(Boolean);
}

/** What of a version is kept before pages begin with it. */
function needed(list, all) {
  const paths = [...list.files.keys()];
  return all || list.total <= UNASKED ? paths : paths.filter((path) => !PACK_FILE.test(path));
}

let looking;
/** Looks for a newer version and keeps it. One look at a time. */
function look(told) {
  looking ??= lookOnce(told).finally(() => {
    looking = undefined;
  });
  return looking;
}

async function lookOnce(told) {
  let response;
  try {
    response = await fetch(new URL(LIST, SCOPE), { cache: 'no-cache', credentials: 'same-origin' });
  } catch (error) {
    throw new Refusal('network', error.message);
  }
  if (!response.ok) throw new Refusal('network', `${LIST} answered ${response.status}`);
  const list = read(await response.text());
  if (list.version === '') {
    await forget();
    throw new Refusal('withdrawn', 'this site is no longer kept for offline use');
  }
  const { current, all } = await state();
  const last = current && (await listOf(current));
  if (list.version === current && last) return;
  await keep(list, needed(list, all), told);
  // The list comes last: a version without it is not whole.
  await put(await caches.open(RELEASE + list.version), new URL(LIST, SCOPE).href, new Response(list.text));
  await setState({ current: list.version, previous: last ? current : undefined });
  await tidy();
  await announce();
}

/** Tells pages that began with another version than the one that is kept now. */
async function announce() {
  const { current } = await state();
  for (const client of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    const version = await versionOf(client.id);
    if (version && version !== current) client.postMessage({ newer: current });
  }
}

/** Removes versions that nobody has begun with, but for the last two, and pieces of files that are in none. */
async function tidy() {
  const { current, previous } = await state();
  const clients = await self.clients.matchAll({ type: 'all', includeUncontrolled: true });
  const alive = new Set(clients.map((client) => client.id));
  const wanted = new Set([current, previous]);
  const cache = await caches.open(STATE);
  for (const request of await cache.keys()) {
    const [, id] = /\/client\/([^/]+)$/.exec(request.url) ?? [];
    if (id && alive.has(id)) wanted.add(await versionOf(id));
    else if (id) await cache.delete(request);
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(RELEASE) && !wanted.has(name.slice(RELEASE.length))) await caches.delete(name);
  }
  const known = new Set();
  for (const version of wanted) (version && (await listOf(version)))?.files.forEach((_, path) => known.add(path));
  const pieces = await caches.open(PIECES);
  for (const request of await pieces.keys()) {
    if (!known.has(inside(request.url))) await pieces.delete(request);
  }
  index = undefined;
}

/** Leaves nothing behind. */
async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(NAMES)) await caches.delete(name);
  begun.clear();
  lists.clear();
  remembered = undefined;
  index = undefined;
  await self.registration.unregister();
}

// ---- Answering

/** The path of an address within the site, without what follows a question mark. */
function inside(address) {
  const url = new URL(address);
  url.search = url.hash = '';
  return url.href.startsWith(SCOPE) ? url.href.slice(SCOPE.length) : undefined;
}

async function answer(event, path) {
  const { request } = event;
  if (request.mode === 'navigate') {
    const { current } = await state();
    const list = current && (await listOf(current).catch(() => undefined));
    const page = list && (await kept(list, 'index.html'));
    if (!page) return fetch(request);
    begins(event, event.resultingClientId, current);
    return /#\/./.test(request.url) ? bare(page) : page;
  }
  const version = (await versionOf(event.clientId)) ?? (await onlyVersion());
  let list = version && (await listOf(version).catch(() => undefined));
  // Files of a pack are named by their contents, so they are right for a page of any version: also for one that came
  // before there was a copy, and for a worker whose script the page had, so that nobody saw whose it is.
  if (!list?.files.has(path) && PACK_FILE.test(path)) list = await listWith(path);
  const file = list?.files.get(path);
  if (!file) return fetch(request);
  // A worker goes on with the version of the page that started it.
  begins(event, event.resultingClientId, list.version);
  if (request.cache !== 'reload') {
    const found = await kept(list, path);
    if (found) return part(request, found);
  }
  if (PACK_FILE.test(path)) return readPart(event, path, file);
  // The browser has dropped the copy. The host may have another version by now, which must not be mixed in.
  try {
    return await fetched(path, file);
  } catch {
    return Response.error();
  }
}

/** The list of a version that has a file. */
async function listWith(path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(RELEASE)) continue;
    const list = await listOf(name.slice(RELEASE.length)).catch(() => undefined);
    if (list?.files.has(path)) return list;
  }
  return undefined;
}

/** The place of the app that shows what a page made beforehand does. Their names have `~` for `%` (the indexer's `publication`). */
function placeOf(path) {
  const [pattern, place] = PLACES.find(([pattern]) => pattern.test(path)) ?? [];
  return pattern && path.replace(pattern, place).replace(/~(?=[0-9a-f]{2})/g, '%').replace(/[?&]lang=$/, '');
}

/** A page made beforehand: the host's, or out of its reach the app at the same place, if it is kept. */
async function answerPage(request, place) {
  try {
    return await fetch(request);
  } catch (error) {
    const { current } = await state();
    const list = current && (await listOf(current).catch(() => undefined));
    if (!list || !(await kept(list, 'index.html'))) throw error;
    return Response.redirect(SCOPE + place);
  }
}

/** What is in no copy: the host's, or that it needs one. */
async function answerOthers(request) {
  try {
    return await fetch(request);
  } catch {
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'" };
    return new Response(NEEDS_A_CONNECTION, { status: 503, headers });
  }
}

function kept(list, path) {
  return caches.match(new URL(path, SCOPE).href, { cacheName: RELEASE + list.version });
}

/** The version of all pages that are open, for a worker whose page is not told: nothing where they differ. */
async function onlyVersion() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const versions = new Set(await Promise.all(windows.map((client) => versionOf(client.id))));
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** Start and end of the bytes that a request asks for. */
function range(request) {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '') ?? [];
  return first === undefined ? undefined : [Number(first), Number(last) + 1];
}

/** The answer, or the part of it that was asked for (RFC 9110, section 14). */
async function part(request, response) {
  const asked = range(request);
  if (!asked) return response;
  const blob = await response.blob();
  return partial(blob, 0, blob.size, asked, response.headers);
}

function partial(blob, from, size, [start, end], headers) {
  const last = Math.min(end, from + blob.size);
  const body = blob.slice(start - from, last - from, headers.get('content-type') ?? '');
  const about = { 'content-range': `bytes ${start}-${last - 1}/${size}`, 'content-length': String(last - start) };
  return new Response(body, { status: 206, headers: { 'content-type': headers.get('content-type') ?? 'application/octet-stream', ...about } });
}

/** Pieces that are kept of each file: start, end, and their name in the cache. Ordered by start. */
let index;
async function pieces() {
  index ??= (async () => {
    const found = new Map();
    for (const { url } of await (await caches.open(PIECES)).keys()) addPiece(found, url);
    return found;
  })();
  return index;
}

function addPiece(found, url) {
  const path = inside(url);
  const [, start, end] = /\?(\d+)-(\d+)$/.exec(url) ?? [];
  const list = found.get(path) ?? [];
  list.push({ start: Number(start ?? 0), end: end ? Number(end) : Infinity, url });
  list.sort((a, b) => a.start - b.start);
  found.set(path, list);
}

/** Bytes of a file of a large pack: out of what was read before, or from the host, and then kept. */
async function readPart(event, path, file) {
  const { request } = event;
  const asked = range(request) ?? [0, file.bytes];
  const ranged = range(request) !== undefined;
  if (request.cache !== 'reload') {
    const found = await stitched(path, asked, file.bytes);
    if (found) {
      const type = new Headers({ 'content-type': 'application/octet-stream' });
      return ranged ? partial(found, asked[0], file.bytes, asked, type) : new Response(found, { headers: type });
    }
  }
  const response = await fetch(request);
  if (response.status !== 206 && response.status !== 200) return response;
  const copy = response.clone();
  event.waitUntil(keepPiece(path, file, response.status === 206 ? asked : undefined, copy).catch(() => {}));
  return response;
}

/** The bytes asked for, if what is kept of the file covers them. */
async function stitched(path, [start, end], size) {
  const cache = await caches.open(PIECES);
  const parts = [];
  let at = start;
  for (const piece of (await pieces()).get(path) ?? []) {
    const until = Math.min(piece.end, size, end);
    if (piece.start > at || until <= at) continue;
    const found = await cache.match(piece.url);
    if (!found) continue;
    parts.push((await found.blob()).slice(at - piece.start, until - piece.start));
    at = until;
    if (at >= end) return new Blob(parts);
  }
  return undefined;
}

async function keepPiece(path, file, asked, response) {
  const bytes = await response.arrayBuffer();
  // A piece has no hash of its own here: the engine has one for each chunk and asks past the cache where it is wrong.
  if (asked ? bytes.byteLength !== Math.min(asked[1], file.bytes) - asked[0] : (await hashOf(bytes)) !== file.hash) return;
  const url = new URL(path, SCOPE).href + (asked ? `?${asked[0]}-${asked[0] + bytes.byteLength}` : '');
  await (await caches.open(PIECES)).put(url, answerOf(bytes, response.headers));
  const found = await pieces();
  if (!found.get(path)?.some((piece) => piece.url === url)) addPiece(found, url);
}

// ---- What pages ask for

const requests = {
  /** Whether there is a newer version; it is kept before this is answered. */
  async look(told, client) {
    await look(told);
    return requests.status(told, client);
  },

  async status(_, client) {
    const { current, all } = await state();
    const list = current && (await listOf(current).catch(() => undefined));
    return {
      current,
      begun: await versionOf(client),
      total: list?.total ?? 0,
      whole: Boolean(list) && (all || list.total <= UNASKED),
      files: list ? [...list.files].map(([path, { bytes }]) => [path, bytes]) : [],
    };
  },

  /** A page that came before there was a copy is of the version that is kept, and goes on with it. */
  async begin(_, client) {
    if (!(await versionOf(client))) {
      const { current } = await state();
      begun.set(client, current);
      await note(`client/${client}`, current);
    }
    return requests.status(_, client);
  },

  /** Keeps all of a large catalogue, now and of later versions. */
  async keep(told) {
    const { current } = await state();
    const list = current && (await listOf(current));
    if (!list) throw new Refusal('network', 'no version is kept yet');
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (list.total > quota - usage) throw new Refusal('space', `${list.total} bytes do not fit`);
    await keep(list, needed(list, true), told);
    await setState({ all: true });
    return requests.status();
  },

  async forget() {
    await forget();
    return {};
  },
};

self.addEventListener('install', (event) => {
  event.waitUntil(look().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  const ask = requests[event.data];
  if (!port || !ask) return;
  const told = (progress) => port.postMessage({ progress });
  event.waitUntil(
    ask(told, event.source?.id).then(
      (value) => port.postMessage({ value }),
      (error) => port.postMessage({ error: error.code ?? 'refused', message: error.message }),
    ),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.method === 'GET' ? inside(request.url) : undefined;
  if (path === undefined || path === LIST) return;
  // Other pages below the same address (of another site) are not this one's.
  if (request.mode === 'navigate' && path !== '' && path !== 'index.html') {
    const place = placeOf(path);
    if (place) event.respondWith(answerPage(request, place));
    else if (IN_NO_COPY.test(path)) event.respondWith(answerOthers(request));
    return;
  }
  event.respondWith(answer(event, path === '' ? 'index.html' : path));
});
