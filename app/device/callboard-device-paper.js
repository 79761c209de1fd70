// A hand-out of what was found: all of it where somebody presses "Print", and of what is left out paper says so.
//
// Not here: how it looks (callboard-device-print.css), and what is not on paper (style.css).

import { wordsOf } from './callboard-device-section.js';

/** Results that are printed at most, some twenty pages: who has more should choose first. */
const MOST = 200;
/** Milliseconds for which they are waited for. */
const PATIENCE = 5000;

/** Where the button for more results stands, while there are more. */
const more = () => document.querySelector('#cb-found .cb-more');

/** How many records are shown; in an agenda one may stand on several days. */
const shown = () => new Set([...document.querySelectorAll('#cb-found [data-hit]')].map((link) => link.dataset.hit)).size;

// The app shows as many as the entry of the history says, and scrolls to where that was.
addEventListener('click', async (event) => {
  if (!event.target.closest?.('[data-do="print"]') || !more() || shown() >= MOST) return;
  event.stopPropagation();
  const before = more();
  const focused = document.activeElement.id;
  history.replaceState([scrollY, MOST], '');
  dispatchEvent(new PopStateEvent('popstate'));
  const asked = Date.now();
  while (more() === before && Date.now() - asked < PATIENCE) await new Promise((done) => setTimeout(done, 50));
  document.getElementById(focused)?.focus({ preventScroll: true });
  print();
}, true);

// Paper cannot be pressed: a link to a record of this catalogue, such as a call's recording, has its whole address there.
// What is on the screen is left alone, so this is written when paper is asked for.
addEventListener('beforeprint', () => {
  for (const link of document.querySelectorAll('.cb-action[href^="#"]')) link.dataset.address = link.href;
  const found = document.querySelector('h1.cb-count')?.textContent;
  if (more() && found) more().dataset.onPaper = wordsOf(document.documentElement.lang).onPaper(shown(), found);
});
