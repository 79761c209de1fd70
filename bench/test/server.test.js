// The host: what it sends, and what it writes down.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Host } from '../server.js';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);

let folder;
let host;
let session;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-server-'));
  await mkdir(join(folder, 'site', 'pack'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not of the site');
  await writeFile(join(folder, 'site', 'index.html'), '<title>t</title>');
  await writeFile(join(folder, 'site', 'a.js'), SCRIPT);
  await writeFile(join(folder, 'site', 'pack', '1.cbp'), Buffer.alloc(5000));
  host = await Host.start();
  host.serve(join(folder, 'site'));
  session = connect(host.origin, { rejectUnauthorized: false });
});
after(async () => {
  session.close();
  await host.stop();
  await rm(folder, { recursive: true });
});

function get(path, more = {}) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path, 'accept-encoding': 'gzip, br', ...more });
    const pieces = [];
    let headers;
    stream.on('response', (got) => (headers = got));
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('end', () => resolve({ headers, body: Buffer.concat(pieces) }));
    stream.on('error', reject);
    stream.end();
  });
}

test('text is sent compressed, other files as they are, and both are written down as sent', async () => {
  host.forget();
  const script = await get('/a.js?x=1');
  assert.equal(script.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(script.body).toString(), SCRIPT);
  const pack = await get('/pack/1.cbp');
  assert.equal(pack.headers['content-encoding'], undefined);
  assert.equal(pack.body.length, 5000);
  await host.quiet(10);
  assert.deepEqual(host.log.map(({ path, bytes, status }) => [path, bytes, status]), [
    ['/a.js', script.body.length, 200],
    ['/pack/1.cbp', 5000, 200],
  ]);
});

test('a folder answers with its page; what is not there, and what is outside, is missing', async () => {
  assert.equal((await get('/')).body.toString(), '<title>t</title>');
  for (const path of ['/none.js', '/pack', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%ff', '/a.js%00']) {
    assert.equal((await get(path)).headers[':status'], 404, path);
  }
});

test('the connections count more than the log, by the headers', async () => {
  host.forget();
  const before = host.written;
  await get('/pack/1.cbp');
  await host.quiet(10);
  const grown = host.written - before;
  assert.ok(grown > 5000 && grown < 6500, `${grown}`);
});

test('nobody but this machine can connect', () => {
  assert.match(host.origin, /^https:\/\/127\.0\.0\.1:\d+$/);
});

test('a range is sent as it is, cut to the file, and what is no range is answered whole', async () => {
  const some = await get('/a.js', { range: 'bytes=7-12' });
  assert.equal(some.headers[':status'], 206);
  assert.equal(some.headers['content-range'], `bytes 7-12/${SCRIPT.length}`);
  assert.equal(some.headers['content-encoding'], undefined);
  assert.equal(some.body.toString(), SCRIPT.slice(7, 13));
  const rest = await get('/pack/1.cbp', { range: 'bytes=4990-9999' });
  assert.equal(rest.body.length, 10);
  for (const range of ['bytes=6000-7000', 'bytes=9-3', 'lines=1-2']) {
    const whole = await get('/pack/1.cbp', { range });
    assert.deepEqual([whole.headers[':status'], whole.body.length], [200, 5000]);
  }
});
