import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Results } from '../results.js';

let out;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'bench-results-'));
});
afterEach(() => rm(out, { recursive: true }));

const start = (more) => Results.start({ out, add: false, madeUp: false, repeats: 5, budget: 1000, ...more });
const run = (engine, size, more) => ({ engine, title: engine, version: '1', settings: '', size, failures: [], ...more });
const written = async () => JSON.parse(await readFile(join(out, 'results.json'), 'utf8')).runs.map(({ engine, size, version }) => `${engine} ${size} ${version}`);

test('what is added takes the place of the same engine and size, and of nothing else', async () => {
  const first = await start();
  await first.add(run('callboard', 1000));
  await first.add(run('orama', 1000));
  const second = await start({ add: true });
  await second.add(run('callboard', 1000, { version: '2' }));
  await second.add(run('callboard', 10000, { version: '2' }));
  assert.deepEqual(await written(), ['callboard 1000 2', 'orama 1000 1', 'callboard 10000 2']);
});

test('without being asked to add, nothing is kept; nor are made-up records mixed with others', async () => {
  await (await start()).add(run('callboard', 1000));
  await (await start({ add: true, madeUp: true })).add(run('orama', 200));
  assert.deepEqual(await written(), ['orama 200 1']);
  await (await start()).add(run('callboard', 1000));
  assert.deepEqual(await written(), ['callboard 1000 1']);
});

test('a file that is not of this bench is refused before anything is measured', async () => {
  await writeFile(join(out, 'results.json'), '{"runs"');
  await assert.rejects(start({ add: true }), /cannot be added to .*run without --add/);
  await writeFile(join(out, 'results.json'), '{"format":99}');
  await assert.rejects(start({ add: true }), /has format 99, and this writes 1/);
});

test('failures are counted', async () => {
  const results = await start();
  await results.add(run('callboard', 1000, { failures: [{ step: 'cold', why: 'no answer' }] }));
  assert.equal(results.failures, 1);
});
