// For a site in one file: what its page would fetch or start is in the page already (see the indexer's `single_file`).
//
// esbuild puts these in the place of the browser's own `fetch` and `Worker` in the page's script. Each file is a block of
// text in base64; its name is the last part of the address that is asked for.

/** Files by name, in base64. A block that is read is let go of by the page, because a large pack would be there twice. */
const files = new Map();
for (const block of document.querySelectorAll('script[data-file]')) {
  files.set(block.dataset.file.split('/').pop(), block.textContent);
  block.remove();
}

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

export async function fetch(url) {
  const text = files.get(String(url).split('/').pop());
  return text === undefined ? new Response(null, { status: 404 }) : new Response(bytes(text));
}

export class Worker {
  constructor() {
    // The worker begins with the files that it will ask for. It is no module: Chromium starts none on a page from a disk.
    const given = Object.fromEntries([...files].filter(([name]) => /\.(cbp|json)$|engine_wasm/.test(name)));
    const script = [`globalThis.callboardFiles=${JSON.stringify(given)};`, bytes(files.get('worker.js'))];
    const address = URL.createObjectURL(new Blob(script, { type: 'text/javascript' }));
    return new globalThis.Worker(address);
  }
}
