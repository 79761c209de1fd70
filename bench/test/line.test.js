// The line is never faster than it says, and shared.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FREE, Line } from '../line.js';

const SHAPE = { latency: 20, bytesPerSecond: 1_000_000 };

test('bytes take the time that the line is wide, however many answers share it', async () => {
  const line = new Line(SHAPE);
  const sent = [];
  const send = (name, length) => line.send(Buffer.alloc(length, name), (piece) => sent.push([name, piece.length]) > 0);
  const started = performance.now();
  assert.deepEqual(await Promise.all([send('a', 60_000), send('b', 60_000)]), [true, true]);
  const took = performance.now() - started;
  // 120 KB at 1 MB/s are 120 ms; the last piece may leave 4 ms early. How much later is up to the machine.
  assert.ok(took >= 114, `${took} ms`);
  for (const name of ['a', 'b']) {
    assert.equal(sent.filter(([of]) => of === name).reduce((sum, [, length]) => sum + length, 0), 60_000);
  }
  // They take turns.
  assert.deepEqual(sent.slice(0, 6).map(([name]) => name), ['a', 'b', 'a', 'b', 'a', 'b']);
});

test('a pause is not saved up', async () => {
  const line = new Line(SHAPE);
  await line.send(Buffer.alloc(1000), () => true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  await line.send(Buffer.alloc(60_000), () => true);
  const took = performance.now() - started;
  assert.ok(took >= 54, `${took} ms`);
});

test('an answer that nobody takes ends, and the others go on', async () => {
  const line = new Line(SHAPE);
  const [refused, taken] = await Promise.all([line.send(Buffer.alloc(50_000), () => false), line.send(Buffer.alloc(10_000), () => true)]);
  assert.deepEqual([refused, taken], [false, true]);
});

test('a request takes its time to arrive; over a free line none', async () => {
  const started = performance.now();
  await new Line(SHAPE).arrive();
  // Timers count whole milliseconds.
  assert.ok(performance.now() - started >= 19);
  let written = 0;
  await new Line(FREE).send(Buffer.alloc(5_000_000), (piece) => (written = piece.length) > 0);
  assert.equal(written, 5_000_000);
});
