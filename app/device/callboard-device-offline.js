// The page's side of the copy for offline use: registers the service worker, asks it for newer versions, and tells
// what came of it. Every refusal of the browser (no encryption, a private window, a file's address, a full disk) is a
// state that can be shown, never an error: the page works the same without a copy.
//
// Not here: what is kept and how it is answered (callboard-offline-worker.js).

const WORKER = new URL('callboard-offline-worker.js', document.baseURI);
/** A name that follows from what is in the file. */
const NAMED = /(\/pack\/|-)[0-9a-f]{12,}\.[a-z]+$/;
/** Milliseconds between two looks for a newer version while the page stays open. */
const LOOK_EVERY = 30 * 60_000;
/** Name, on this device, of the wish that no copy is kept. */
const REFUSED = `callboard.no-copy ${location.pathname}`;

let looked = Promise.resolve();

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // A private window keeps nothing; the wish then lasts as long as the page.
  }
}

/** Asks the worker for something; `progress` hears how much of it is done. */
function ask(worker, what, progress) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (data.progress) progress?.(data.progress);
      else if (data.error) reject(Object.assign(new Error(data.message), { code: data.error }));
      else resolve(data.value);
    };
    worker.postMessage(what, [port2]);
  });
}

/** The worker that answers, once it does; nothing where none came about. */
async function active(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (!worker) return undefined;
  if (worker.state !== 'activated' && worker.state !== 'redundant') {
    await new Promise((resolve) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'activated' || worker.state === 'redundant') resolve();
      });
    });
  }
  // One that could not be installed leaves the one before it.
  return registration.active ?? undefined;
}

async function registered() {
  const registration = await navigator.serviceWorker?.getRegistration(WORKER);
  return registration?.scope === new URL('./', WORKER).href ? registration : undefined;
}

/** What the page loaded under names that follow from contents: is it all in this version? */
function isOf(files) {
  const scope = new URL('./', WORKER).href;
  const listed = new Set(files.map(([path]) => scope + path));
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(scope) && NAMED.test(name));
  return loaded.length > 0 && loaded.every((name) => listed.has(name));
}

function shown({ whole, total, current }) {
  return current ? { kind: whole ? 'whole' : 'part', total, error: undefined } : { kind: 'none' };
}

/** Begins to keep a copy, and looks for a newer version now and then. */
export function start(tell, newer) {
  looked = begin(tell, newer).catch(() => tell({ kind: 'refused' }));
  return looked;
}

async function begin(tell, newer) {
  if (!navigator.serviceWorker) return tell({ kind: 'refused' });
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.newer) newer();
  });
  if (stored(REFUSED)) return tell({ kind: 'unwanted' });
  // Who saves data is not made to load everything; the button does it.
  if (navigator.connection?.saveData && !(await registered())) return tell({ kind: 'unwanted' });
  return again(tell, newer);
}

/** Keeps a copy after all. */
export async function again(tell, newer) {
  store(REFUSED, '');
  tell({ kind: 'keeping', done: 0 });
  const before = await registered();
  const registration = await navigator.serviceWorker.register(WORKER, { scope: './', updateViaCache: 'none' });
  const worker = await active(registration);
  if (!worker) return tell({ kind: 'none' });
  let status = await ask(worker, 'status');
  // A worker that has just come has just looked, unless it is the one that was sent away on this page.
  if (before?.active || !status.current) {
    status = await ask(worker, 'look', tell).catch((error) => (error.code === 'withdrawn' ? {} : ask(worker, 'status')));
  }
  // Nobody saw with which version a page began that came without the worker.
  if (status.current && !status.begun && isOf(status.files)) status = await ask(registration.active, 'begin');
  tell(shown(status));
  if (status.begun && status.begun !== status.current) newer();
  let last = Date.now();
  const lookAgain = () => {
    // The worker of a copy that was removed lives as long as the page.
    if (stored(REFUSED)) return;
    if (document.visibilityState !== 'visible' || Date.now() - last < LOOK_EVERY || stopped) return;
    last = Date.now();
    if (registration.active) looked = ask(registration.active, 'look').catch(() => {});
  };
  document.addEventListener('visibilitychange', lookAgain);
  // A page may also stay before somebody's eyes all day.
  setInterval(lookAgain, LOOK_EVERY);
}

let stopped = false;

/** Resolves once the worker has nothing to fetch any more; from then on it is asked for nothing that it would fetch. */
export async function settled() {
  stopped = true;
  await looked;
}

/** Takes that back. */
export function goOn() {
  stopped = false;
}

/** Keeps all of a large catalogue. */
export async function keepAll(tell) {
  const registration = await registered();
  if (!registration?.active) return tell({ kind: 'none' });
  try {
    // What is kept because somebody asked for it should not go when the browser needs room.
    await navigator.storage?.persist?.();
    tell(shown(await ask(registration.active, 'keep', tell)));
  } catch (error) {
    tell({ kind: 'part', error: error.code });
  }
}

/** Removes the copy, and keeps none from now on. */
export async function forget(tell) {
  store(REFUSED, '1');
  const registration = await registered();
  if (registration?.active) await ask(registration.active, 'forget').catch(() => {});
  await registration?.unregister();
  tell({ kind: 'unwanted' });
}

/** What the version of this page consists of: pairs of path and bytes, as the worker knows it. */
export async function files() {
  if (!navigator.serviceWorker?.controller) return undefined;
  const status = await ask(navigator.serviceWorker.controller, 'status');
  return status.begun ? status.files : undefined;
}
