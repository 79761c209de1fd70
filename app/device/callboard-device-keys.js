// The key `/`, which leads to the search field unless the reader turns it off: who speaks to the computer, or hits keys by
// mistake, must be able to (WCAG 2.2, success criterion 2.1.4).
//
// Not here: what the key does. The app does that, and looks here under the same name (`app/src/kept.rs`).

const NAME = `callboard.no-slash ${location.pathname.replace(/index\.html$/, '')}`;

let off = false;

/** Whether the key leads to the field. */
export function slash() {
  try {
    return !off && localStorage.getItem(NAME) === null;
  } catch {
    return !off;
  }
}

/** Turns the key on or off, as long as this page lives where the device remembers nothing. */
export function setSlash(wanted) {
  off = !wanted;
  try {
    if (wanted) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, '1');
  } catch {
    // Then the app does not find it there.
  }
  return slash();
}

addEventListener('keydown', (event) => {
  if (off && event.key === '/') event.stopPropagation();
}, true);
