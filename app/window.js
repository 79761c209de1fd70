// What the app has the window do (src/browser.rs) and `Intl` write (src/format.rs): each a line here, and in the module several
// calls with what can go wrong between them. What is missing or refused does nothing. Not here: when, and what.

const element = (id) => document.getElementById(id);
const links = () => [...document.querySelectorAll('[data-hit]')];

/** A part of the address: `hash`, `search`, `href`. */
export const address = (part) => location[part];

/** Puts a fragment into the address, as a new entry of the history or in place of the present one, without a query string. A
 * browser that is asked too often refuses; the next change writes the address again. */
export function write_fragment(fragment, is_new) {
  try {
    history[is_new ? 'pushState' : 'replaceState'](null, '', location.pathname + fragment);
  } catch {}
}

/** Leaves how far the page is scrolled, a number, and which hit has the focus with the present entry of the history. */
export function remember(number) {
  try {
    history.replaceState([scrollY, number, hit()], '');
  } catch {}
}

/** The first or second of these; `start.js` leaves the second alone. */
export const remembered = (at) => history.state?.[at] ?? undefined;

export const keep_scroll = () => { history.scrollRestoration = 'manual'; };
export const scroll_to = (y) => scrollTo(0, y);

/** Languages that the browser wants, a line each. */
export const languages = () => navigator.languages.join('\n');

/** Whether the device keeps anything. */
export function keeps() {
  try {
    return !!localStorage;
  } catch {
    return false;
  }
}

export const stored = (key) => (keeps() ? localStorage.getItem(key) : undefined) ?? undefined;

/** Keeps a text, or nothing where it is empty, and says whether that was done. */
export function store(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

export const shares = () => !!navigator.share;

/** Who changes their mind is not told that something failed. */
export const share = (title) => { navigator.share({ title, url: location.href }).catch(() => {}); };

/** Opens the browser's own dialog for printing. */
export const print = () => globalThis.print();

export const title = (text) => { document.title = text; };

/** The language that the document says it is in. */
export const language = () => document.documentElement.lang;

/** Whether the page was made beforehand for the place that `start.js` has put into the address. */
export const is_of_a_place = () => 'place' in element('app').dataset;

/** What stands in an element. */
export const inner = (id) => element(id)?.innerHTML ?? '';

export function put(id, html) {
  const place = element(id);
  if (place) place.innerHTML = html;
}

/** Whether a text is in the clipboard now. There is none where the page came without encryption. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Puts a text into an element, unless it is there: it would be announced again. */
export function say(id, text) {
  const place = element(id);
  if (place && place.textContent !== text) place.textContent = text;
}

/** Sets an attribute, unless it is so already: a browser looks at every element of the page again when the language or the
 * direction of its root is set, also to what it was. The element without an id is the root. */
export function set_attribute(id, name, value) {
  const place = id ? element(id) : document.documentElement;
  if (place && place.getAttribute(name) !== value) place.setAttribute(name, value);
}

/** Puts a text into a field, unless it is there: writing would move the cursor. */
export function set_field(id, text) {
  const field = element(id);
  if (field && field.value !== text) field.value = text;
}

export function show(id, shown) {
  const place = element(id);
  if (place) place.hidden = !shown;
}

export const focus = (id) => element(id)?.focus();

/** Scrolls no more than is needed to show an element. */
export const reveal = (id) => element(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** The id of what has the focus, empty when it has none; nothing when nothing has the focus. In a dialog that was closed it has
 * the focus until the browser draws the next time, and nobody sees it. */
export function focused() {
  const active = document.activeElement;
  return active && active !== document.body && !active.closest('dialog:not([open])') ? active.id : undefined;
}

/** Whether somebody is typing into a field. */
export const is_typing = () => !!document.activeElement?.matches('input:not([type=checkbox]), textarea, select');

/** Records whose links are on the page, a line each. */
export const hits = () => links().map((link) => link.dataset.hit).join('\n');

/** The number among them, from 0, of the link that has the focus; -1 for none. */
export const hit = () => links().indexOf(document.activeElement);

/** Moves the focus to the link with this number, if it is there. */
export const focus_hit = (at) => { links()[at]?.focus(); };

/** Moves the focus to the link of this record that had it when the page was left, else to its first, and says whether one is there. */
export function focus_left(record) {
  const all = links();
  const left = [all[history.state?.[2]], ...all].find((link) => link?.dataset.hit === record);
  left?.focus();
  return !!left;
}

/** Opens or closes a dialog. */
export function set_dialog(id, open) {
  const dialog = element(id);
  if (open && !dialog.open) dialog.showModal();
  else if (!open) dialog.close();
}

/** The zone of the reader's device. */
export const own_zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Making a formatter takes as long as a hundred uses of it. */
const formatters = new Map();

/** A moment, in minutes since 1970, in a language and a zone, with these fields: `weekday short;day numeric`. */
export function written(language, zone, fields, minutes) {
  const key = [language, zone, fields].join();
  if (!formatters.has(key)) formatters.set(key, formatter(language, zone, fields));
  return formatters.get(key).format(minutes * 60000);
}

function formatter(language, timeZone, fields) {
  try {
    return new Intl.DateTimeFormat(language, { ...Object.fromEntries(fields.split(';').map((field) => field.split(' '))), timeZone });
  } catch {
    // A zone that this browser does not know: then the reader's own is used.
    return new Intl.DateTimeFormat(language);
  }
}

/** What a language is called in a language. */
export function language_name(tag, language) {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag);
  } catch {
    return tag;
  }
}
