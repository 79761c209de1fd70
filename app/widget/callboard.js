// <callboard-search>: a catalogue's search on any page, on any site.
//
//   <script type="module" src="https://calls.example/callboard.js"></script>
//   <callboard-search src="https://calls.example/"></callboard-search>
//
// This file is all that loads until somebody touches the element; then the catalogue's engine
// comes, from where this file came from, and opens the pack below `src`. The page's styles do not
// reach in; its font does, and five colours do: --callboard-text, --callboard-background,
// --callboard-accent, --callboard-muted, --callboard-line. Nothing that is typed leaves the page.
//
// Not here: searching (the engine's), and the record itself (the catalogue's own page shows it).

const ENGINE = new URL('callboard-engine.js', import.meta.url);
const PAUSE = 300; // Milliseconds without typing after which the count is spoken.
const PRESSED = 1000; // Milliseconds for which what is pressed stays in its place at most.

const WORDS = {
  en: {
    label: 'Search the catalogue',
    loading: 'Opening the catalogue…',
    none: 'Nothing matches these words.',
    some: 'No record has all these words; these have some of them.',
    count: { one: '{n} result', other: '{n} results' },
    all: { one: 'See it{where}', other: 'See all {n}{where}' },
    where: (name) => ` in ${name}`, // Not every catalogue has a name.
    now: 'Happening now',
    past: 'Past',
    own: (time) => `${time} your time`,
    instead: 'Search in the catalogue itself',
    missing: 'There is no catalogue at the address that this page gives.',
    version: 'The catalogue has been renewed. Load this page again to search it.',
    damaged: 'The catalogue arrived damaged. Please try again in a moment.',
    network: 'The catalogue cannot be reached from this page right now.',
    unsupported: 'This browser cannot search here.',
  },
  es: {
    label: 'Buscar en el catálogo',
    loading: 'Abriendo el catálogo…',
    none: 'Nada coincide con estas palabras.',
    some: 'Ningún registro tiene todas estas palabras; estos tienen algunas.',
    count: { one: '{n} resultado', many: '{n} resultados', other: '{n} resultados' },
    all: { one: 'Verlo{where}', many: 'Ver los {n}{where}', other: 'Ver los {n}{where}' },
    where: (name) => ` en ${name}`,
    now: 'En curso',
    past: 'Pasado',
    own: (time) => `${time} en su hora local`,
    instead: 'Buscar en el propio catálogo',
    missing: 'No hay ningún catálogo en la dirección que da esta página.',
    version: 'El catálogo se ha renovado. Vuelva a cargar esta página para buscar.',
    damaged: 'El catálogo llegó dañado. Inténtelo de nuevo en un momento.',
    network: 'Ahora mismo no se puede llegar al catálogo desde esta página.',
    unsupported: 'Este navegador no puede buscar aquí.',
  },
};

const STYLE = `
:host { all: initial; display: block; font: inherit; color-scheme: inherit; visibility: inherit; color: var(--callboard-text, inherit); background: var(--callboard-background, transparent);
  --accent: var(--callboard-accent, color-mix(in srgb, LinkText, currentColor));
  --muted: var(--callboard-muted, color-mix(in srgb, currentColor 72%, transparent));
  --line: var(--callboard-line, color-mix(in srgb, currentColor 40%, transparent)); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
form, p, ol { margin: 0; padding: 0; }
label, input, p { unicode-bidi: plaintext; text-align: -webkit-match-parent; text-align: match-parent; } /* Their words may read the other way than the page. */
label { display: block; margin-block-end: .3em; font-weight: 600; }
input { inline-size: 100%; min-block-size: 2.75em; padding: .4em .7em; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .4em; }
input::-webkit-search-cancel-button { filter: grayscale(1); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.status, .meta { color: var(--muted); font-size: .875em; }
.status { min-block-size: 1.5em; margin-block: .35em; }
ol { list-style: none; }
li { padding-block: .7em; border-block-start: 1px solid var(--line); overflow-wrap: anywhere; }
a { color: var(--accent); }
.title { display: inline-block; min-block-size: 1.5em; font-weight: 600; text-decoration: none; }
.title:hover, .title:focus { text-decoration: underline; }
mark { color: inherit; background: transparent; font-weight: 700; text-decoration: underline; text-decoration-thickness: .12em; text-underline-offset: .15em; }
.more { padding-block: .6em; border-block-start: 1px solid var(--line); }
.more:empty { display: none; }
@media (forced-colors: active) { mark { color: Highlight; } }
`;

/** One sheet for every element; a sheet made by script is within a Content-Security-Policy without `unsafe-inline`. */
let sheet;

class CallboardSearch extends HTMLElement {
  static observedAttributes = ['src', 'filter', 'limit', 'lang', 'label', 'eager'];

  #root;
  #input;
  #label;
  #status;
  #list;
  #more;
  #engine; // The promise of an engine, once one was asked for.
  #asked = 0; // Number of the newest search: an answer to an older one is dropped.
  #speaking;
  #composing = false;
  #told = ''; // What was said of the filter.
  #letGo; // A promise that nothing is pressed any more.
  #watch = new MutationObserver(() => this.#language !== this.#input.lang && this.#renew()); // The page may be switched to another language.

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    this.#root.adoptedStyleSheets = [sheet];
    this.#label = make('label', { id: 'label', htmlFor: 'words' });
    this.#input = make('input', { id: 'words', type: 'search', autocomplete: 'off', spellcheck: false, enterKeyHint: 'search' });
    this.#input.setAttribute('aria-controls', 'results');
    const form = make('form', {}, this.#label, this.#input);
    form.setAttribute('role', 'search');
    form.setAttribute('aria-labelledby', 'label');
    this.#status = make('p', { className: 'status' });
    this.#status.setAttribute('role', 'status');
    this.#list = make('ol', { id: 'results' });
    // Safari takes a list without bullets for no list unless told.
    this.#list.setAttribute('role', 'list');
    this.#more = make('p', { className: 'more' });
    this.#root.append(form, this.#status, this.#list, this.#more);

    form.addEventListener('submit', (event) => event.preventDefault());
    for (const touch of ['focusin', 'pointerdown']) form.addEventListener(touch, () => this.#touch());
    this.#input.addEventListener('compositionstart', () => (this.#composing = true));
    this.#input.addEventListener('compositionend', () => {
      this.#composing = false;
      this.#search();
    });
    this.#input.addEventListener('input', () => this.#composing || this.#search());
    this.#root.addEventListener('keydown', (event) => this.#move(event));
    // A page takes a key for its shortcut unless it was pressed in a field, and from outside this element is none.
    for (const stroke of ['keydown', 'keypress', 'keyup']) this.#input.addEventListener(stroke, (event) => isTyped(event) && event.stopPropagation());
    this.#root.addEventListener('pointerdown', () => {
      this.#letGo = new Promise((done) => {
        addEventListener('click', done, { once: true });
        setTimeout(done, PRESSED);
      });
    });
  }

  connectedCallback() {
    this.#watch.observe(document.documentElement, { attributeFilter: ['lang'], subtree: true });
    this.#relabel();
    // What was typed is asked again where the element was moved, or put back.
    if (this.#isAsked) this.#search();
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    this.#close();
  }

  /** Not by `delegatesFocus`: then a press on any text would lead to the field, and none could be marked. */
  focus(options) {
    this.#input.focus(options);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === 'src') this.#close();
    this.#renew();
  }

  /** Says in other words, or asks anew, what stands there. */
  #renew() {
    this.#relabel();
    if (this.#engine || this.#isAsked) this.#search();
  }

  /** Whether there is something to answer. */
  get #isAsked() {
    return this.#input.value.trim() !== '' || this.hasAttribute('eager');
  }

  /** The catalogue's address, with its last slash; the folder of this script where none is given. */
  get #site() {
    const site = new URL(this.getAttribute('src') || '.', this.hasAttribute('src') ? document.baseURI : import.meta.url);
    site.hash = site.search = '';
    if (!site.pathname.endsWith('/')) site.pathname = site.pathname.replace(/[^/]*\.html$/, '') || '/';
    if (!site.pathname.endsWith('/')) site.pathname += '/';
    return site;
  }

  /** The language of the interface: asked for, else the page's, else the browser's. */
  get #language() {
    const asked = [];
    for (let at = this; at; at = at.parentElement ?? at.parentNode?.host) asked.push(at.lang);
    return spoken([...asked, ...navigator.languages]) ?? 'en';
  }

  get #words() {
    return WORDS[this.#language];
  }

  /** `topic:housing kind:event,training`: values of one facet widen, facets narrow. */
  get #filters() {
    const filters = {};
    for (const pair of (this.getAttribute('filter') ?? '').split(/\s+/).filter(Boolean)) {
      const [facet, values = ''] = pair.split(/:(.*)/s);
      (filters[facet] ??= []).push(...values.split(',').filter(Boolean));
    }
    return filters;
  }

  get #limit() {
    const limit = Number.parseInt(this.getAttribute('limit'), 10);
    return Number.isNaN(limit) ? 5 : Math.min(Math.max(limit, 1), 50);
  }

  #relabel() {
    this.#label.textContent = this.getAttribute('label') || this.#words.label;
    this.#input.lang = this.#language;
  }

  /** Begins what the first touch begins; after a failure the next one tries again, also what could not be answered. */
  #touch() {
    if (this.#engine) return;
    if (this.#isAsked) this.#search();
    else this.#open().catch(() => {});
  }

  /** Loads the engine and opens the pack, once. */
  #open() {
    if (this.#engine) return this.#engine;
    const opening = (async () => {
      this.#say(this.#words.loading);
      try {
        const { open } = await import(ENGINE.href);
        const engine = await open(new URL('pack/', this.#site));
        if (this.#engine === opening && !this.#isAsked) this.#clear();
        return engine;
      } catch (error) {
        // The element may have been given another address meanwhile.
        if (this.#engine === opening) {
          this.#engine = undefined;
          this.#explain(error);
        }
        throw error;
      }
    })();
    this.#engine = opening;
    return opening;
  }

  #close() {
    this.#engine?.then((engine) => engine.close(), () => {});
    this.#engine = undefined;
  }

  #clear() {
    this.#list.replaceChildren();
    this.#more.replaceChildren();
    this.#say('');
  }

  /** Asks what stands there; `isAnew` once the catalogue was opened again for it. */
  async #search(isAnew = false) {
    const text = this.#input.value.trim();
    this.#asked += 1;
    const asked = this.#asked;
    if (!this.#isAsked) {
      this.#clear();
      return;
    }
    let engine;
    try {
      engine = await this.#open();
      if (asked !== this.#asked) return;
      const answer = await engine.search(text, { filters: this.#filters, limit: this.#limit, lang: this.#language });
      this.#warn(answer.notes);
      // What is under a finger is what will be let go.
      await this.#letGo;
      if (asked === this.#asked) this.#show(engine.site, text, answer);
    } catch (error) {
      // The catalogue was published anew while the page was open.
      if (engine && error.code === 'version' && !isAnew && asked === this.#asked) {
        this.#close();
        this.#search(true);
        return;
      }
      if (asked === this.#asked && error.name !== 'AbortError') this.#explain(error);
    }
  }

  #show(site, text, answer) {
    this.#list.replaceChildren(...answer.hits.map((hit) => this.#item(site, hit)));
    const { total } = answer;
    const words = this.#words;
    const none = total === 0 ? words.none : '';
    const some = text && total > 0 && answer.tiers.all + answer.tiers.typo === 0 ? words.some : '';
    const count = total > 0 ? this.#plural(words.count, total) : '';
    this.#say([count, none, some].filter(Boolean).join('. '), PAUSE);
    const name = localized(site.name, this.#language, site.languages);
    this.#more.replaceChildren(...(total > answer.hits.length ? [make('a', { href: this.#address(text), textContent: this.#plural(words.all, total, name && words.where(name)) })] : []));
  }

  #item(site, hit) {
    const { card } = hit;
    const title = make('a', { className: 'title', href: this.#place(`#/r/${encodeURIComponent(hit.id)}`), lang: card.lang, dir: 'auto' }, ...marked(hit.title, hit.titleRanges));
    const kind = site.facets.find((facet) => facet.id === 'kind')?.values.find((value) => value.id === card.kind);
    const meta = [kind && localized(kind.label, this.#language, site.languages), this.#when(hit), card.hosts?.[0]?.org.title];
    const call = card.actions?.find((action) => action.phone);
    return make(
      'li',
      {},
      title,
      make('p', { className: 'meta', textContent: meta.filter(Boolean).join(' · ') }),
      make('p', { lang: card.lang, dir: 'auto' }, ...marked(hit.snippet, hit.snippetRanges)),
      ...(call ? [make('p', {}, make('a', { href: `tel:${call.phone}`, textContent: call.phone_words ?? call.phone }))] : []),
    );
  }

  /** When it takes place, in its own zone and in the reader's where the clocks differ, or when it was published. */
  #when({ card, at, time }) {
    const language = this.#language;
    const occurrence = card.when?.find((one) => one.start === at) ?? card.when?.at(-1);
    if (!occurrence) return card.published ? partialDate(card.published, language) : '';
    const said = occurrence.timed ? this.#times(occurrence) : days(occurrence, language);
    const standing = { now: this.#words.now, past: this.#words.past }[time];
    return standing ? `${standing}: ${said}` : said;
  }

  #times({ start, zone: named }) {
    const language = this.#language;
    const zone = isKnown(named) ? named : undefined;
    const moment = new Date(start * 60000);
    const there = (form) => new Intl.DateTimeFormat(language, { ...form, timeZone: zone }).format(moment);
    const here = (form) => new Intl.DateTimeFormat(language, form).format(moment);
    const [day, clock] = [{ dateStyle: 'medium' }, { timeStyle: 'short' }];
    const said = `${there({ ...day, ...clock })} ${zoneName(language, zone, moment)}`;
    const isSameDay = there(day) === here(day);
    if (isSameDay && there(clock) === here(clock)) return said;
    const own = `${here(clock)} ${zoneName(language, undefined, moment)}`;
    return `${said} (${this.#words.own(isSameDay ? own : `${here({ weekday: 'short', month: 'short', day: 'numeric' })}, ${own}`)})`;
  }

  /** The same search in the catalogue itself. */
  #address(text) {
    const state = new URLSearchParams();
    if (text) state.set('q', text);
    for (const [facet, values] of Object.entries(this.#filters)) for (const value of values) state.append(facet, value);
    return this.#place('#/', state);
  }

  /** The address of a place of the catalogue: in the language of this element, which its reader may not have asked the browser for. */
  #place(place, state = new URLSearchParams()) {
    if (spoken(navigator.languages) !== this.#language) state.set('lang', this.#language);
    return new URL(`${place}?${state}`.replace(/\?$/, ''), this.#site).href;
  }

  #plural(forms, n, where = '') {
    const form = forms[new Intl.PluralRules(this.#language).select(n)] ?? forms.other;
    return form.replace('{n}', new Intl.NumberFormat(this.#language).format(n)).replace('{where}', () => where);
  }

  /** Says something; what changes with every key waits for a pause, so that it is spoken once. */
  #say(text, pause = 0) {
    clearTimeout(this.#speaking);
    if (pause) this.#speaking = setTimeout(() => (this.#status.textContent = text), pause);
    else this.#status.textContent = text;
  }

  async #explain(error) {
    const asked = this.#asked;
    // The way out may be under a finger.
    await this.#letGo;
    if (asked !== this.#asked) return;
    const code = error.code in this.#words ? error.code : 'network';
    this.#list.replaceChildren();
    this.#say(this.#words[code]);
    this.#more.replaceChildren(make('a', { href: this.#address(this.#input.value.trim()), textContent: this.#words.instead }));
    // For whoever put the element on the page; readers have the sentence above.
    const hint = code === 'network' ? ` If the catalogue is up, its host may not send Access-Control-Allow-Origin, or this page's Content-Security-Policy may not allow ${ENGINE.origin}: see ${new URL('embed.html', this.#site)}` : '';
    console.error(`<callboard-search>: ${error.message}.${hint}`);
  }

  /** Tells whoever put the element on the page what of its filter counts for nothing; readers find the rest. */
  #warn(notes) {
    const pairs = Object.entries(this.#filters).flatMap(([facet, values]) => (values.length > 0 ? values : ['']).map((value) => `${facet}:${value}`));
    const unknown = pairs.filter((pair) => pair.endsWith(':') || notes.some(({ code, part }) => code === 'unknown-value' && part === pair));
    const told = unknown.join(' ');
    if (told && told !== this.#told) console.warn(`<callboard-search>: the catalogue does not know this of the filter, so it is left out: ${told}`);
    this.#told = told;
  }

  /** Arrows walk from the field through the results and back; Escape returns to the field, then empties it. */
  #move(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const inField = this.#root.activeElement === this.#input;
    const links = [...this.#list.querySelectorAll('.title')];
    const at = links.indexOf(this.#root.activeElement);
    if (event.key === 'Escape') {
      if (inField && !this.#input.value) return;
      if (inField) this.#input.value = '';
      if (inField) this.#search();
      this.#input.focus();
    } else if (event.key === 'ArrowDown' && links.length > 0) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === 'ArrowUp' && !inField) {
      (links[at - 1] ?? this.#input).focus();
    } else if ((event.key === 'Home' || event.key === 'End') && at >= 0) {
      links.at(event.key === 'Home' ? 0 : -1).focus();
    } else return;
    event.preventDefault();
    // The page does not do something else by it.
    event.stopPropagation();
  }
}

/** Whether a key puts a character into a field, also with the key for a third level that some keyboards have. */
function isTyped(event) {
  return event.key?.length === 1 && (event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey));
}

/** The first of these languages that the element has words in. */
function spoken(tags) {
  return tags.map((tag) => tag?.toLowerCase().split('-')[0]).find((tag) => tag in WORDS);
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** The text with its matches marked, as nodes: whatever a record says stays text. */
function marked(text, ranges) {
  const nodes = [];
  let end = 0;
  for (const [from, to] of ranges ?? []) {
    nodes.push(text.slice(end, from), make('mark', { textContent: text.slice(from, to) }));
    end = to;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** A text in this language, else in the catalogue's first, else in any. */
function localized(labels, language, languages) {
  return labels?.[language] ?? labels?.[languages?.[0]] ?? Object.values(labels ?? {})[0] ?? '';
}

/** Whether the browser knows a zone: some were made after it. */
function isKnown(timeZone) {
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return false;
  }
}

/** The short name of a zone, of the reader's own where none is named. A language has such names for where it is spoken; the page that this leads to asks alike. */
function zoneName(language, named, moment) {
  const zone = named ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const there = /^America\/|^Pacific\/Honolulu$/.test(zone) ? `${language}-US` : language;
  const parts = new Intl.DateTimeFormat(there, { timeZone: zone, timeZoneName: 'short' }).formatToParts(moment);
  return parts.find((part) => part.type === 'timeZoneName').value;
}

/** A day, or the first and the last of several: dates alone, which are the same everywhere. */
function days({ local, local_end: last }, language) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const day = (date) => new Date(`${date}T00:00Z`);
  return last ? format.formatRange(day(local), day(last)) : format.format(day(local));
}

/** `2024`, `2024-11` or `2024-11-07` in words, no more precise than it is. */
function partialDate(date, language) {
  const [year, month = '01', day = '01'] = date.split('-');
  const form = [{ year: 'numeric' }, { year: 'numeric', month: 'long' }, { dateStyle: 'medium' }][date.split('-').length - 1];
  return new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' }).format(new Date(`${year}-${month}-${day}T00:00Z`));
}

if (!customElements.get('callboard-search')) customElements.define('callboard-search', CallboardSearch);
