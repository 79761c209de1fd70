// Puts an engine's page together: its own few lines stand in the page, its library in a file beside it. The page is
// what any site has anyway and is counted apart; the library is what the engine costs.

import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The oldest syntax that may come out: what browsers with module workers read. */
const COMMON = { bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'browser', legalComments: 'none', logLevel: 'silent' };

/**
 * Writes `index.html` into `site`. `folder` holds the engine's `page.js`, and its `library.js` where the engine is taken
 * from npm; `external` are addresses that the browser resolves; `head` is what the engine's documentation has pages say
 * in their head.
 */
export async function publishPage({ folder, site, title, external = [], library = true, head = [] }) {
  await mkdir(site, { recursive: true });
  if (library) await build({ ...COMMON, entryPoints: [join(folder, 'library.js')], outfile: join(site, 'library.js') });
  const made = await build({
    ...COMMON,
    stdin: {
      contents: `import { open } from ${JSON.stringify(join(folder, 'page.js'))};\nimport { run } from ${JSON.stringify(join(here, 'run.js'))};\nrun(open);`,
      resolveDir: here,
    },
    write: false,
    external: library ? [...external, './library.js'] : external,
  });
  const page = [
    '<!doctype html>',
    `<html lang="en"><meta charset="utf-8"><title>${title}</title>`,
    // Without this the browser asks for an icon, which is nobody's cost.
    '<link rel="icon" href="data:,">',
    ...head,
    `<script type="module">${made.outputFiles[0].text}</script>`,
    '',
  ].join('\n');
  await writeFile(join(site, 'index.html'), page);
}
