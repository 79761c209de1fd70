import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { debianFile, debianRecords, madeUpRecords, variedRecords } from '../records.js';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-records-'));
});
after(() => rm(folder, { recursive: true }));

async function file(text) {
  const path = join(folder, 'records.jsonl.gz');
  await writeFile(path, gzipSync(text));
  return path;
}

test('as many records are read as were asked for, and what one lacks is empty', async () => {
  const path = await file('{"name":"a","summary":"A","section":"net"}\n\n{"name":"b"}\n{"name":"c"}\n');
  assert.deepEqual(await debianRecords(path, 2), [
    { id: 'a', title: 'a', summary: 'A', description: '', section: 'net', priority: '' },
    { id: 'b', title: 'b', summary: '', description: '', section: '', priority: '' },
  ]);
  assert.equal((await debianRecords(path, 10)).length, 3);
});

test('a line that is no record is named by its number', async () => {
  await assert.rejects(debianRecords(await file('{"name":"a"}\n{"nam\n'), 5), /records\.jsonl\.gz:2: expected a JSON object/);
  await assert.rejects(debianRecords(await file('{"name":7}\n'), 5), /:1: expected a text `name`, but found 7/);
  await assert.rejects(debianRecords(await file('null\n'), 5), /:1: expected a text `name`, but found undefined/);
});

test('the folder of the data is that of the variable, or beside the repository', () => {
  assert.match(debianFile('/a/b', '/data').file, /^\/data\/debian\/records-long\.jsonl\.gz$/);
  assert.match(debianFile('/a/b', '').file, /^\/a\/shared\/data\/debian\//);
  assert.equal(debianFile('/a/b', folder).exists, false);
});

test('made-up records are the same every time and have ids of their own', () => {
  const records = madeUpRecords(500);
  assert.deepEqual(records, madeUpRecords(500));
  assert.equal(new Set(records.map(({ id }) => id)).size, 500);
});

test('more records than there are are made of them, always the same and all with their own names', () => {
  const few = madeUpRecords(30);
  const many = variedRecords(few, 700);
  assert.deepEqual(variedRecords(few, 700), many);
  assert.deepEqual(many.slice(0, 30), few);
  assert.equal(new Set(many.map(({ id }) => id)).size, 700);
  const words = (records) => new Set(records.flatMap(({ description }) => description.split(' '))).size;
  assert.ok(words(many) > 2 * words(few), `${words(many)} words and ${words(few)}`);
  assert.deepEqual(variedRecords(few, 10), few.slice(0, 10));
});
