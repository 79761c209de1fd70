// The page that shows how to embed the search: keeps the snippet and the preview at what is chosen. A language is one page
// (`embed-es.html`); the words of this script stand in it, and the others name it as an alternate.

// The page without a language in its name leads to the one that its link asks for (`#es`), or that the browser prefers.
function languageElsewhere() {
  if (!('chooses' in document.documentElement.dataset)) return undefined;
  const others = [...document.querySelectorAll('link[rel=alternate][hreflang]')];
  for (const tag of location.hash ? [location.hash.slice(1)] : navigator.languages) {
    const language = tag.split('-')[0].toLowerCase();
    if (language === document.documentElement.lang) return undefined;
    const other = others.find((link) => link.hreflang === language);
    if (other) return other.href;
  }
  return undefined;
}

function lead() {
  const elsewhere = languageElsewhere();
  if (elsewhere) location.replace(elsewhere);
}

addEventListener('hashchange', lead);
lead();

const site = new URL('.', document.baseURI).href;
const choices = document.getElementById('choices');
const snippet = document.getElementById('snippet');
const copied = document.getElementById('copied');
const unknown = document.getElementById('unknown');
const preview = document.createElement('callboard-search');
preview.setAttribute('src', site);
document.getElementById('preview').append(preview);

function update() {
  const chosen = Object.entries(Object.fromEntries(new FormData(choices))).map(([name, value]) => [name, value.trim()]);
  for (const [name, value] of chosen) {
    if (value) preview.setAttribute(name, value);
    else preview.removeAttribute(name);
  }
  const worthSaying = chosen.filter(([name, value]) => value && !(name === 'limit' && value === '5'));
  const attributes = [['src', site], ...worthSaying].map(([name, value]) => `${name}="${escaped(value)}"`).join(' ');
  snippet.textContent = `<script type="module" src="${escaped(site)}callboard.js"></script>\n<callboard-search ${attributes}><a href="${escaped(site)}">${escaped(snippet.dataset.words)}</a></callboard-search>`;
  copied.textContent = '';
}

function escaped(text) {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

let catalogue;
let asked = 0;
/** Says what of the filter the catalogue does not know, which would be left out and show everything. Opens it for the first that is typed. */
async function verify() {
  asked += 1;
  const mine = asked;
  const pairs = choices.elements.filter.value.split(/\s+/).filter(Boolean).flatMap((part) => {
    const [facet, values = ''] = part.split(/:(.*)/s);
    const all = values.split(',').filter(Boolean);
    return all.length > 0 ? all.map((value) => [facet, value]) : [[facet, '']];
  });
  if (pairs.length === 0) {
    unknown.textContent = '';
    return;
  }
  try {
    catalogue ??= import('./callboard-engine.js').then(({ open }) => open(new URL('pack/', site)));
    const filters = {};
    for (const [facet, value] of pairs) (filters[facet] ??= []).push(value);
    const { notes } = await (await catalogue).search('', { filters, limit: 0 });
    if (mine !== asked) return;
    const parts = notes.filter(({ code }) => code === 'unknown-value').map(({ part }) => part.replace(/:$/, ''));
    unknown.textContent = parts.length > 0 ? unknown.dataset.words.replace('{parts}', parts.join(', ')) : '';
  } catch (error) {
    // Without the catalogue nobody can tell; the preview says why it is not there.
    if (error.name !== 'AbortError') catalogue = undefined;
  }
}

// Once typing pauses: what is half written is in no catalogue.
let pause;
choices.elements.filter.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(verify, 500);
});
choices.addEventListener('input', update);
choices.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    copied.textContent = copied.dataset.copied;
  } catch {
    // Without the permission, or on a page that is not secure: select it for copying by hand.
    getSelection().selectAllChildren(snippet);
    copied.textContent = copied.dataset.selected;
  }
});
const { origin } = new URL(site);
document.getElementById('policy').textContent = `script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src blob: ${origin}`;
update();
