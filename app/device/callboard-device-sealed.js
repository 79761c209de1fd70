// The seal: the page loads everything, and then forbids itself every request.
//
// What forbids is the browser: a Content-Security-Policy that is added to the page's own and allows no connection, no
// script, no image. A policy cannot be taken back; only a new page is open again. A worker with an address has the
// policy that came with it and not the page's, so a sealed page searches on its own thread, where the policy holds,
// and has no worker.
//
// Not here: how the search goes on with files in hand (`loadAll` of the engine).

import { engines } from './callboard-engine.js';
import { files as filesOfThisVersion, goOn, settled } from './callboard-device-offline.js';

/**
 * Everything that would leave the page is refused; what is loaded goes on. Text and style stay as they are. A picture that is its own
 * address asks nobody.
 */
const POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'";
const LIST = new URL('release.json', document.baseURI);
const NAME = `callboard.sealed ${location.pathname}`;
/** Bytes up to which a link may seal the page without asking: as much as is kept for offline use unasked. */
const UNASKED = 8_000_000;

/**
 * Milliseconds after a worker of the page has ended. A browser then looks whether the service worker's script is still
 * the same (Chromium after one second): a request of its own, which tells nothing and no policy of a page forbids. The
 * seal closes once it is over.
 */
const AFTER = 3000;

/** Whether this device seals the page whenever it opens. */
export function remembered() {
  try {
    return localStorage.getItem(NAME) === '1';
  } catch {
    return false;
  }
}

/** Whether the device remembers anything: some windows and settings refuse all of it. */
export function canRemember() {
  try {
    if (!remembered()) {
      localStorage.setItem(NAME, '');
      localStorage.removeItem(NAME);
    }
    return true;
  } catch {
    return false;
  }
}

/** Seals the page whenever it opens, or no longer. Says what the device remembers now. */
export function remember(wanted) {
  try {
    if (wanted) localStorage.setItem(NAME, '1');
    else localStorage.removeItem(NAME);
  } catch {
    // There is no box where the device remembers nothing.
  }
  return remembered();
}

/** Whether the publisher wants every page sealed. */
export function isPublished() {
  return [...engines].some(({ site }) => site.sealed);
}

/** Whether the page is to be sealed: as it is published, by its address, or as the device remembers. */
export function isWanted() {
  return isPublished() || remembered() || /[?&]sealed=1(&|$)/.test(location.hash);
}

/** What former ids lead to, which is not in the pack and is asked for when there is no record of an id. */
const FORMER = 'data/former-ids.json';

/** The files of this version: path and bytes. */
async function listed() {
  let files = await filesOfThisVersion().catch(() => undefined);
  if (!files) {
    const response = await fetch(LIST, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`${LIST} answered ${response.status}`);
    files = (await response.json()).files.map(([path, , bytes]) => [path, bytes]);
  }
  return files;
}

/** Those of the pack. */
const packOf = (files) => files.filter(([path]) => /^pack\/.+\.cbp$/.test(path));

async function loaded(path) {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

/**
 * How many bytes the whole catalogue is, whether that wants to be asked, and whether it is read in pieces: a small one
 * is two files, which every page loads.
 */
export async function sizes(ready) {
  await ready;
  try {
    const files = packOf(await listed());
    const total = files.reduce((sum, [, bytes]) => sum + bytes, 0);
    return { total, needsAsking: total > UNASKED, pieces: files.length > 2 };
  } catch {
    return { needsAsking: true };
  }
}

/** Loads all, forbids all, and counts from then on. */
export async function seal(tell) {
  tell({ kind: 'loading', done: 0, error: undefined });
  try {
    const files = await listed();
    const whole = new Map();
    let done = 0;
    for (const [path, bytes] of packOf(files)) {
      whole.set(path.slice('pack/'.length), await (await loaded(path)).arrayBuffer());
      tell({ kind: 'loading', done: (done += bytes) });
    }
    // A version that was published before this file was listed has none.
    const former = files.some(([path]) => path === FORMER) ? await (await loaded(FORMER)).json() : {};
    for (const engine of engines) await engine.loadAll(whole, former);
    await settled();
    if (navigator.serviceWorker?.controller) await new Promise((done) => setTimeout(done, AFTER));
    await keepIcon();
  } catch {
    goOn();
    tell({ kind: 'open', error: 'network' });
    return;
  }
  forbid();
  count(tell);
}

/**
 * Puts the page's icon into its own address. A browser looks for it anew with every step of the reader; each time would be refused, and
 * counted as if the page tried to get out.
 */
async function keepIcon() {
  for (const link of document.head.querySelectorAll('link[rel="icon"]:not([href^="data:"])')) {
    const icon = await loaded(link.href).then((response) => response.blob(), () => undefined);
    link.href = icon ? await addressWith(icon) : 'data:,';
  }
}

function addressWith(blob) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onloadend = () => done(reader.result ?? 'data:,');
    reader.readAsDataURL(blob);
  });
}

function forbid() {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  document.head.append(policy);
}

/** Counts requests that left and requests that the browser refused, for as long as the page lives. */
function count(tell) {
  const since = performance.now();
  let [left, stopped] = [0, 0];
  const say = () => tell({ kind: 'sealed', left, stopped });
  addEventListener('securitypolicyviolation', () => {
    stopped += 1;
    say();
  });
  new PerformanceObserver((list) => {
    // What was refused is measured in some browsers, too: it has no first byte.
    const sent = list.getEntries().filter((entry) => entry.startTime >= since && entry.responseStart > 0 && !/^(data|blob):/.test(entry.name));
    if (sent.length === 0) return;
    left += sent.length;
    say();
  }).observe({ type: 'resource' });
  tell({ kind: 'sealed', left, stopped, since: Date.now() });
}

/** Tries a request on purpose, so that the reader sees it refused. */
export async function attempt(tell) {
  const came = await fetch(LIST, { cache: 'no-store' }).then(() => true, () => false);
  tell({ attempt: came ? 'came' : 'refused' });
}

/** Opens the page again, which takes a new page. */
export function unseal() {
  remember(false);
  history.replaceState(history.state, '', location.hash.replace(/([?&])sealed=1(&|$)/, (_, before, after) => (after ? before : '')));
  location.reload();
}
