// The section below the foot: what a host can learn, the seal, the copy for offline use, a key; and the line that says a newer
// version is there. It follows the language of the page.
//
// Texts are the program's own and numbers, so they may be written as markup. Not here: what the buttons do.

import en from './callboard-device-words-en.js';
import es from './callboard-device-words-es.js';

const WORDS = { en, es };

/** The look of the section, the page on paper, and what a device shows of the page in its lists: none is part of a first visit. */
const LINKS = [
  ['stylesheet', 'callboard-device.css'],
  ['stylesheet', 'callboard-device-print.css', 'print'],
  ['manifest', 'callboard.webmanifest'],
  ['icon', 'callboard-icon.svg'],
];

export class Section {
  /** `state` is read at every `write`; `deeds` are called by the names that buttons carry. */
  constructor(state, deeds) {
    this.state = state;
    this.deeds = deeds;
    this.written = new Map();
  }

  mount() {
    // A site in one file has their text in the page, and may ask for nothing.
    for (const [rel, file, media] of this.state.inFile ? [] : LINKS) {
      // A catalogue may have an icon of its own.
      if (document.head.querySelector(`link[rel="icon"][rel="${rel}"]:not([href^="data:"])`)) continue;
      const href = new URL(file, document.baseURI).href;
      const link = document.head.querySelector(`link[rel="${rel}"][href^="data:"]`) ?? document.createElement('link');
      link.rel = rel;
      if (media) link.media = media;
      link.href = href;
      document.head.append(link);
    }
    this.notice = document.createElement('div');
    this.notice.className = 'cb-newer';
    this.notice.role = 'status';
    this.element = document.createElement('aside');
    this.element.className = 'cb-device';
    this.element.innerHTML = '<details><summary></summary><div data-part="host"></div><div data-part="sealed"></div><div data-part="remember"></div><div data-part="offline"></div><div data-part="keys"></div></details>';
    for (const element of [this.notice, this.element]) {
      element.addEventListener('click', (event) => this.act(event.target.closest('button[data-deed]')));
      element.addEventListener('change', (event) => this.act(event.target.closest('input[data-deed]')));
    }
    const page = document.querySelector('.cb-page') ?? document.body;
    page.append(this.element, this.notice);
    new MutationObserver(() => this.write()).observe(document.documentElement, { attributeFilter: ['lang'] });
    this.write();
  }

  act(element) {
    if (element) this.deeds[element.dataset.deed]?.(element.checked);
  }

  open() {
    this.element.firstChild.open = true;
    this.element.scrollIntoView({ block: 'nearest' });
  }

  write() {
    const lang = document.documentElement.lang;
    const words = wordsOf(lang);
    const size = (bytes) => sizeOf(bytes, lang);
    this.element.setAttribute('aria-label', words.title);
    this.put(this.element.querySelector('summary'), words.title);
    const online = () => ({ host: host(words, this.state), sealed: sealed(words, this.state.sealed, size), remember: remember(words, this.state.sealed), offline: offline(words, this.state.offline, size) });
    const inFile = () => ({ host: `<h2>${words.host}</h2>${paragraph(words.inFile)}` });
    const parts = { ...(this.state.inFile ? inFile() : online()), keys: keys(words, this.state.slash) };
    for (const [name, html] of Object.entries(parts)) this.put(this.element.querySelector(`[data-part=${name}]`), html);
    this.put(this.notice, this.state.newer ? `<p>${words.newer} ${button('reload', words.reload)}</p>` : '');
  }

  /** Writes what has changed, and leaves the focus where it was. */
  put(element, html) {
    if (this.written.get(element) === html) return;
    this.written.set(element, html);
    const focused = element.contains(document.activeElement) ? document.activeElement.dataset.deed : undefined;
    element.innerHTML = html;
    if (focused) (element.querySelector(`[data-deed=${focused}]`) ?? element.querySelector('button'))?.focus();
  }
}

/** The words of a language. */
export const wordsOf = (lang) => WORDS[lang] ?? WORDS[lang.split('-')[0]] ?? en;

const button = (deed, text) => `<button type="button" class="cb-button" data-deed="${deed}">${text}</button>`;
const paragraph = (text) => `<p>${text}</p>`;

function sizeOf(bytes, lang) {
  const [unit, value] = bytes >= 1e6 ? ['megabyte', bytes / 1e6] : ['kilobyte', bytes / 1e3];
  return new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

function host(words, { sealed: { pieces } }) {
  // Until the pack's files are known nothing is said of them, but the room is kept: what is pressed must not move away.
  const files = `<p${pieces === undefined ? ' class="cb-unknown"' : ''}>${pieces ? words.hostGuesses : words.hostCannotGuess}</p>`;
  return `<h2>${words.host}</h2>` + paragraph(words.hostSees) + files;
}

function sealed(words, { kind, total, done, left, stopped, since, attempt, error, published }, size) {
  const title = `<h2>${words.seal}</h2>`;
  if (kind === 'sealed') {
    const time = new Date(since).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' });
    return (
      title +
      `<p role="status"><strong>${words.sealed(time)}</strong> ${words.left(left)} ${words.stopped(stopped)}</p>` +
      (attempt ? `<p role="status">${words.attempted[attempt]}</p>` : '') +
      `<p>${button('attempt', words.attempt)}${published ? '' : ` ${button('unseal', words.unseal)}`}</p>`
    );
  }
  if (kind === 'loading') return title + `<p role="status">${words.loading(total ? size(done) : '', total ? size(total) : '')}</p>`;
  return (
    title +
    paragraph(words.sealHow) +
    (error ? `<p role="alert">${words.sealFailed}</p>` : '') +
    `<p>${button('seal', total ? words.sealAll(size(total)) : words.sealNow)}</p>`
  );
}

/** A part of its own, so that nothing takes its place while it is being pressed. */
function remember(words, { kind, remember, canRemember, published }) {
  return kind === 'loading' || published || !canRemember ? '' : `<p><label><input type="checkbox" data-deed="remember"${remember ? ' checked' : ''}> ${words.remember}</label></p>`;
}

function keys(words, slash) {
  return `<h2>${words.keys}</h2><p><label><input type="checkbox" data-deed="slash"${slash ? ' checked' : ''}> ${words.slash}</label></p>`;
}

function offline(words, { kind, total, done, error }, size) {
  const title = `<h2>${words.offline}</h2>`;
  switch (kind) {
    case 'whole':
      return title + paragraph(words.whole(size(total))) + `<p>${button('forget', words.forget)}</p>`;
    case 'part':
      return (
        title +
        paragraph(words.part) +
        (error ? `<p role="alert">${words.failed[error] ?? words.failed.network}</p>` : '') +
        `<p>${button('keep', words.keepAll(size(total)))} ${button('forget', words.forget)}</p>`
      );
    case 'keeping':
      return title + `<p role="status">${words.keeping(done ? size(done) : '', total ? size(total) : '')}</p>`;
    case 'unwanted':
      return title + paragraph(words.unwanted) + `<p>${button('again', words.again)}</p>`;
    case 'refused':
      return title + paragraph(words.refused);
    default:
      return title + paragraph(words.none);
  }
}
