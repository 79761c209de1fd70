import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { canMeasure, published, timedBuild } from '../measure/build.js';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-build-'));
});
after(() => rm(folder, { recursive: true }));

const node = (script) => [process.execPath, '-e', script];

/** Keeps a processor busy for 300 ms in a process of its own, which the first waits for, as index builders do. */
const BUSY = "require('child_process').spawnSync(process.execPath, ['-e', 'const ends = process.cpuUsage().user + 300000; while (process.cpuUsage().user < ends);'])";

test('what a build starts and waits for is counted too', async (context) => {
  if (!canMeasure()) {
    context.skip('NOT RUN: needs Linux and GNU time');
    return;
  }
  const { cpuSeconds, peakBytes } = await timedBuild(node(BUSY), join(folder, 'time'));
  assert.ok(cpuSeconds >= 0.3 && cpuSeconds < 5, `${cpuSeconds} s`);
  assert.ok(peakBytes > 10e6 && peakBytes < 1e9, `${peakBytes} bytes`);
});

test('a build that fails says what it said last', async () => {
  await assert.rejects(timedBuild(node("console.error('no room'); process.exit(3)"), join(folder, 'time')), /ended with 3: .*no room/);
});

test('everything in the folder is published, but the page', async () => {
  await mkdir(join(folder, 'site', 'pack'), { recursive: true });
  await writeFile(join(folder, 'site', 'index.html'), 'page');
  await writeFile(join(folder, 'site', 'pack', 'index.html'), '12345');
  await writeFile(join(folder, 'site', 'a.js'), '123');
  const host = { sent: async (path) => ({ '/a.js': 2, '/pack/index.html': 4 })[path] };
  assert.deepEqual(await published(join(folder, 'site'), host), { files: 2, bytes: 8, sentBytes: 6 });
});
