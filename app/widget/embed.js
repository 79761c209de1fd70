// The page that shows how to embed the search: keeps the snippet and the preview at what is chosen.

const site = new URL('.', document.baseURI).href;
const choices = document.getElementById('choices');
const snippet = document.getElementById('snippet');
const copied = document.getElementById('copied');
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
  snippet.textContent = `<script type="module" src="${escaped(site)}callboard.js"></script>\n<callboard-search ${attributes}><a href="${escaped(site)}">Search the catalogue</a></callboard-search>`;
  copied.textContent = '';
}

function escaped(text) {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

choices.addEventListener('input', update);
choices.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    copied.textContent = 'Copied.';
  } catch {
    // Without the permission, or on a page that is not secure: select it for copying by hand.
    getSelection().selectAllChildren(snippet);
    copied.textContent = 'Selected: copy it with your keyboard.';
  }
});
const { origin } = new URL(site);
document.getElementById('policy').textContent = `script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src blob: ${origin}`;
update();
