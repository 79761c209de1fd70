// For a site in one file: what its worker would fetch came with its script (see `page.js` beside this).
//
// esbuild puts this in the place of the browser's own `fetch` in the worker's script.

const files = new Map(Object.entries(globalThis.callboardFiles));

export async function fetch(url, { headers = {} } = {}) {
  const text = files.get(String(url).split('/').pop());
  if (text === undefined) return new Response(null, { status: 404 });
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.Range ?? '') ?? [];
  if (from === undefined) return new Response(bytes);
  return new Response(bytes.subarray(Number(from), Number(to) + 1), { status: 206 });
}
