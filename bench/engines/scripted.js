// What engines in JavaScript have in common here: built by their `build.js`, published as `library.js` and their index.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishPage } from '../page/site.js';
import { installed } from './installed.js';

/** The description of an engine whose folder is that of the module at `url`. `heap` is Node's memory for it, in MB. */
export function scripted(url, { name, title, package: npm, settings, heap = 12000 }) {
  const folder = dirname(fileURLToPath(url));
  return {
    name,
    title,
    settings,
    version: () => installed(npm),
    build: ({ records, site }) => [process.execPath, `--max-old-space-size=${heap}`, join(folder, 'build.js'), records, site],
    publish: ({ site }) => publishPage({ folder, site, title }),
  };
}
