// Starts the app: the only script that the page names. The page is the front page, or one that was made beforehand for a
// record or a list and says at which place of the app the same is shown.
//
// A published site has its wasm compressed, so that it is small on every host, also on those that compress
// nothing; the browser undoes that while it compiles.

import init from './callboard-app.js';
import { begun } from './callboard-engine.js';

// Milliseconds for which the network is left to the answer and what belongs to it.
const SETTLED = 3000;
// Milliseconds for which the app waits until the catalogue is on its way to the worker.
const BEGUN = 100;
// Milliseconds for which it waits at most until what is pressed is let go.
const PRESSED = 2000;
const MODULE = new URL('./callboard-app_bg.wasm', import.meta.url);

async function module() {
  const response = await fetch(MODULE);
  if (!response.ok) throw new Error(`${MODULE} answered ${response.status}`);
  if (!MODULE.pathname.endsWith('.z')) return response;
  const plain = response.body.pipeThrough(new DecompressionStream('deflate'));
  return new Response(plain, { headers: { 'Content-Type': 'application/wasm' } });
}

// What the device does for the page besides (a copy for offline use, the seal) waits until an answer is shown. What was
// made beforehand is none: it leads to files, and has no foot below filters.
function later() {
  if (document.querySelector('#cb-sheet-foot *, #cb-open [href^="#/"]')) import('./callboard-device.js').catch(() => {});
  else setTimeout(later, SETTLED);
}

const OWN = location.href;
const APP = document.getElementById('app');
const { place } = APP.dataset;

// When the app writes anew what stands there, who has come to a link of it goes on from it. A row is as high as it was: the
// app has less to say in it once it knows that something is over.
function keep() {
  const rows = () => [...document.querySelectorAll('#cb-found .cb-row')];
  let heights, words;
  addEventListener('focusin', ({ target }) => {
    words = target.closest('main a')?.textContent;
  });
  new MutationObserver((_, observer) => {
    const links = [...document.links];
    if (words && document.activeElement === document.body) links.find((link) => link.textContent === words)?.focus({ preventScroll: true });
    const isWritten = document.querySelector('#cb-open [data-do], #cb-found [data-hit]');
    if (!isWritten) heights = rows().map((row) => row.getBoundingClientRect().height);
    else {
      observer.disconnect();
      const width = innerWidth;
      const hold = (height) => rows().forEach((row, at) => { row.style.minBlockSize = height(at); });
      hold((at) => `${heights[at]}px`);
      // In a window of another width they were another height.
      addEventListener('resize', () => innerWidth === width || hold(() => ''));
    }
  }).observe(APP, { childList: true, subtree: true });
}

// From here on the page is at its place in the app, so that all addresses are those of the front page. Links that still
// stand in it go on leading where they led.
function arrive() {
  for (const link of document.links) if (!link.getAttribute('href').startsWith('#')) link.href = link.href;
  // The app shows twenty hits at first, and as many as stand there.
  const rows = document.querySelectorAll('#cb-found .cb-row').length;
  history.replaceState(rows > 20 ? [null, rows] : history.state, '', place);
}

// What is pressed in what stands there does what it does before the app takes its place.
let pressed, release;
addEventListener('pointerdown', () => {
  pressed = new Promise((resolve) => setTimeout((release = resolve), PRESSED));
});
for (const end of ['click', 'pointercancel']) addEventListener(end, () => setTimeout(() => release?.()));

if (place) keep();
// The first that is asked of dates takes a browser thirty milliseconds, after which all of its threads know it. So a thread is asked
// that nobody waits for: `self`'s, because in a site in one file `Worker` is the engine's alone.
try {
  new self.Worker(URL.createObjectURL(new Blob(['Intl.DateTimeFormat();close()'])));
} catch {
  // Then the first answer takes so much longer.
}
try {
  // Compiled first: an address that the app may not come to would be wrong.
  const app = await WebAssembly.compileStreaming(await module());
  if (place) arrive();
  // The app takes this thread for as long as a worker needs to open the catalogue, but without it none starts. The script of a
  // build without esbuild does not wait (xtask/src/glue.rs).
  const after = Promise.race([begun, new Promise((resolve) => setTimeout(resolve, BEGUN))]).then(() => pressed);
  await init({ module_or_path: app, after });
  setTimeout(later, SETTLED);
} catch (error) {
  // What stands there was made beforehand, and needs no script.
  if (place) history.replaceState(history.state, '', OWN);
  // That it has not started stands in the field's place (`front.rs`), where it is seen after a while, whatever is missing.
  const notice = document.querySelector('.cb-late');
  if (notice) {
    notice.className = 'cb-notice';
    document.querySelector('main').prepend(notice);
  }
  throw error;
}
