// The pack, opened while the app is still being compiled: on a phone a worker needs a tenth of a second to begin.

import { open } from './callboard-engine.js';

// Seen from the site, because the page may be a record's.
const PACK = new URL('./pack/', import.meta.url);

let opening = open(PACK);
// Whether it failed is for whoever asks.
opening.catch(() => {});

/** The pack; who asks again, because it could not be opened, has it tried again. */
export function opened() {
  const pack = opening ?? open(PACK);
  opening = undefined;
  return pack;
}
