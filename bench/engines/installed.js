// Which version of a package is installed: the one that is measured.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');

/** Where a package is. */
export function moduleFolder(name) {
  return join(modules, ...name.split('/'));
}

/** Its version. */
export async function installed(name) {
  const manifest = JSON.parse(await readFile(join(moduleFolder(name), 'package.json'), 'utf8'));
  return manifest.version;
}
