// Starts the app: the only script that the page names.
//
// A published site has its wasm compressed, so that it is small on every host, also on those that compress
// nothing; the browser undoes that while it compiles.

import init from './callboard-app.js';

// Milliseconds for which the network is left to the answer and what belongs to it.
const SETTLED = 3000;
const MODULE = new URL('./callboard-app_bg.wasm', import.meta.url);

async function module() {
  const response = await fetch(MODULE);
  if (!response.ok) throw new Error(`${MODULE} answered ${response.status}`);
  if (!MODULE.pathname.endsWith('.z')) return response;
  const plain = response.body.pipeThrough(new DecompressionStream('deflate'));
  return new Response(plain, { headers: { 'Content-Type': 'application/wasm' } });
}

// What the device does for the page besides (a copy for offline use, the seal) waits until an answer is shown.
function later() {
  if (document.querySelector('#cb-found *, #cb-open *')) import('./callboard-device.js').catch(() => {});
  else setTimeout(later, SETTLED);
}

try {
  await init({ module_or_path: await module() });
  setTimeout(later, SETTLED);
} catch (error) {
  // What stands there was made beforehand, and needs no script.
  const notice = document.createElement('p');
  notice.className = 'cb-notice';
  notice.textContent = document.documentElement.lang === 'es'
    ? 'El buscador no pudo iniciarse. Recargue la página; si no ayuda, use un navegador más reciente.'
    : 'The search could not start. Reload the page; if that does not help, use a newer browser.';
  document.querySelector('main').prepend(notice);
  throw error;
}
