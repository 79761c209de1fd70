// Whether the line is what it says: a file of known size, and requests one after the other, timed in the browser, from the
// page and from a worker.

import { randomBytes } from 'node:crypto';
import { FREE, SLOW } from '../line.js';
import { withReader } from '../browser.js';
import { median, rounded } from '../numbers.js';

/** A second's worth at 10 Mbit/s; random, so that nothing can compress it. */
const SIZE = SLOW.bytesPerSecond;

/** Requests one after the other. */
const ROUNDS = 10;

const WORKER = `
const get = async (path) => (await fetch(path)).arrayBuffer();
onmessage = async () => {
  await get('/calibration/warm-up');
  let started = performance.now();
  await get('/calibration/large');
  const large = performance.now() - started;
  started = performance.now();
  for (let round = 0; round < ${ROUNDS}; round += 1) await get('/calibration/small?' + round);
  const rounds = performance.now() - started;
  started = performance.now();
  await Promise.all([0, 1, 2, 3].map((part) => get('/calibration/quarter?' + part)));
  postMessage({ large, rounds, together: performance.now() - started });
};
`;
const PAGE = `<!doctype html><link rel="icon" href="data:,"><script>
window.calibrate = () => new Promise((resolve) => { self.postMessage = resolve; ${WORKER.replace('onmessage =', 'const run =')} run(); });
window.calibrateWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker('/calibration/worker.js');
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => reject(new Error('the worker failed'));
  worker.postMessage('');
});
</script>`;

/**
 * The median of `repeats` measurements of each, over the slow line and over a free one: what the browser itself takes for a request is no
 * fault of the line. What the line should add, by arithmetic, stands beside them.
 */
export async function calibrate(browser, host, repeats) {
  host.put('/calibration/', 'text/html', PAGE);
  host.put('/calibration/worker.js', 'text/javascript', WORKER);
  host.put('/calibration/warm-up', 'application/octet-stream', 'x');
  host.put('/calibration/small', 'application/octet-stream', 'x');
  host.put('/calibration/large', 'application/octet-stream', randomBytes(SIZE));
  host.put('/calibration/quarter', 'application/octet-stream', randomBytes(SIZE / 4));
  const slow = await timed(browser, host, SLOW, repeats);
  const free = await timed(browser, host, FREE, repeats);
  const second = (SIZE / SLOW.bytesPerSecond) * 1000 + SLOW.latency;
  return { bytes: SIZE, rounds: ROUNDS, expected: { large: second, rounds: ROUNDS * SLOW.latency, together: second }, slow, free };
}

async function timed(browser, host, shape, repeats) {
  host.through(shape);
  const places = { page: [], worker: [] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    await withReader(browser, host.origin, async (reader) => {
      await reader.visit('/calibration/');
      places.page.push(await reader.ask(() => calibrate()));
      places.worker.push(await reader.ask(() => calibrateWorker()));
    });
  }
  const middle = (list) => Object.fromEntries(['large', 'rounds', 'together'].map((key) => [key, rounded(median(list.map((one) => one[key])), 1)]));
  return { page: middle(places.page), worker: middle(places.worker) };
}

/** How far what the line adds is from what it should be, at worst, as a share. */
export function deviation({ expected, slow, free }) {
  const shares = ['page', 'worker'].flatMap((place) =>
    Object.entries(expected).map(([key, value]) => Math.abs(slow[place][key] - free[place][key] - value) / value),
  );
  return Math.max(...shares);
}
