// The tables as a whole: input beside expected output. UPDATE=1 writes what comes out as what is expected.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { report } from '../report.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'report');

async function check(name) {
  const data = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  const made = report(data);
  const expected = join(folder, `${name}.md`);
  if (process.env.UPDATE === '1') await writeFile(expected, made);
  assert.equal(made, await readFile(expected, 'utf8'));
}

test('two sizes, an engine that failed, and one that was not asked everything', () => check('two-sizes'));
test('made-up records say so', () => check('made-up'));
