// The key `/`, which leads to the search field unless the reader turns it off: who speaks to the computer, or hits keys by
// mistake, must be able to (WCAG 2.2, success criterion 2.1.4).
//
// Not here: listening to it. The app does that, and looks here under the same name (`app/src/kept.rs`).

const NAME = `callboard.no-slash ${location.pathname.replace(/index\.html$/, '')}`;

/** Whether the key leads to the field. */
export function slash() {
  try {
    return localStorage.getItem(NAME) === null;
  } catch {
    return true;
  }
}

/** Turns the key on or off. Says what the device remembers now. */
export function setSlash(wanted) {
  try {
    if (wanted) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, '1');
  } catch {
    // A private window remembers nothing, and the box says so.
  }
  return slash();
}
