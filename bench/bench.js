// Runs the bench: for each size and engine builds the index, measures, and writes down what was found after every one of
// them, so that a long run that is cut off keeps what it has. `cargo xtask bench` builds Callboard and calls this.

import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HELP, readArguments } from './arguments.js';
import { ENGINES } from './engines/all.js';
import { startBrowser } from './browser.js';
import { calibrate, deviation } from './measure/calibration.js';
import { canMeasure, emptied, published, timedBuild } from './measure/build.js';
import { coldLoads } from './measure/cold.js';
import { found, memory, warmTimes } from './measure/warm.js';
import { questions } from './queries.js';
import { debianFile, debianRecords, madeUpRecords, variedRecords } from './records.js';
import { Results } from './results.js';
import { Host } from './server.js';

const here = dirname(fileURLToPath(import.meta.url));
const repository = dirname(here);

/** The line may be off by this share, on a machine with other work, before its times are called doubtful. */
const TRUSTED = 0.1;

async function main() {
  const options = readArguments(process.argv.slice(2), ENGINES.map(({ name }) => name));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  for (const [option, value] of [['--indexer', options.indexer], ['--engine-files', options.engineFiles], ['--chrome', options.chrome]]) {
    if (!value || !existsSync(value)) throw new Error(`${option}: ${value ? `there is nothing at ${value}` : 'missing'}; \`cargo xtask bench\` gives it`);
  }
  const work = options.work ?? join(repository, 'target', 'bench');
  await mkdir(work, { recursive: true });

  const debian = debianFile(repository);
  let { sizes } = options;
  const madeUp = options.smoke || !debian.exists;
  if (!options.smoke && !debian.exists) {
    console.log(`NOT RUN: ${sizes.join(', ')} records need ${debian.file}; CALLBOARD_DATA names the folder that holds debian/.`);
    console.log('Made-up records show that the bench itself works; their figures say nothing about real catalogues.');
    sizes = [200];
  }
  if (!canMeasure()) console.log('NOT RUN: processor time and memory of builds, which need Linux and GNU time (`apt-get install time`).');
  const out = options.out ?? (madeUp ? work : here);
  await mkdir(out, { recursive: true });
  const engines = ENGINES.filter(({ name }) => options.engines.includes(name));

  const host = await Host.start();
  let results;
  try {
    results = await Results.start({ out, add: options.add, madeUp, repeats: options.repeats, budget: options.budget });
    await withBrowser(options, async (browser) => results.calibration(await calibrate(browser, host, options.smoke ? 1 : 3), `Chromium ${browser.version()}`));
    const off = deviation(results.data.calibration);
    console.log(`The line is within ${(off * 100).toFixed(1)} % of what it says${off > TRUSTED ? ': times of first visits are doubtful, this machine has other work' : ''}.`);
    for (const size of sizes) {
      let records = madeUp ? madeUpRecords(size) : await debianRecords(debian.file, size);
      if (records.length < size) {
        console.log(`There are ${records.length} records, not ${size}: the others are made of them.`);
        results.synthetic(size);
        records = variedRecords(records, size);
      }
      const file = join(work, `records-${records.length}.jsonl`);
      await written(file, records);
      const asked = questions(records, { cold: options.repeats, ...(options.smoke ? { warm: 40, typos: 20, known: 20 } : {}) });
      results.asked(records.length, asked);
      for (const engine of engines) {
        const run = await measure({ engine, records: file, size: records.length, asked, host, options, work });
        await results.add(run);
      }
      await rm(file);
    }
  } finally {
    await host.stop();
  }
  console.log(`\nWritten: ${results.files.join(' and ')}`);
  if (results.failures > 0) throw new Error(`${results.failures} of the measurements failed; the table says which`);
}

/** Everything about one engine and size. What fails is written down as failed, and the rest is measured all the same. */
async function measure({ engine, records, size, asked, host, options, work }) {
  const site = join(work, `${engine.name}-${size}`);
  const scratch = `${site}-pages`;
  const run = { engine: engine.name, title: engine.title, version: await engine.version({ repository }), settings: engine.settings, size, failures: [] };
  const started = performance.now();
  const step = async (name, take) => {
    const since = performance.now();
    try {
      run[name] = await take();
      console.log(`${engine.title}, ${size}: ${name} took ${((performance.now() - since) / 1000).toFixed(1)} s`);
      return true;
    } catch (error) {
      run.failures.push({ step: name, why: error.message });
      console.log(`${engine.title}, ${size}: ${name} FAILED: ${error.message}`);
      return false;
    }
  };
  const built = await step('build', async () => {
    await emptied(site);
    await emptied(scratch);
    await engine.prepare?.({ records, scratch });
    const log = join(work, `${engine.name}-${size}.time`);
    const took = await timedBuild(engine.build({ records, site, scratch, indexer: options.indexer }), log);
    await rm(log, { force: true });
    await rm(scratch, { recursive: true, force: true });
    await engine.publish({ site, repository, engineFiles: options.engineFiles });
    return took;
  });
  if (built) {
    host.serve(site);
    // Also reads and compresses every file, which must not happen while a reader waits.
    await step('published', () => published(site, host));
    const { budget } = options;
    const fresh = (name, take) => step(name, () => withBrowser(options, take));
    const opens = await fresh('cold', (browser) => coldLoads(browser, host, asked.cold, budget));
    if (opens) {
      await fresh('warm', (browser) => warmTimes(browser, host, asked.warm, budget));
      await fresh('typos', (browser) => found(browser, host, asked.typos, budget));
      await fresh('known', (browser) => found(browser, host, asked.known, budget));
      await fresh('memory', (browser) => memory(browser, host, asked.warm, budget));
    }
    host.serve(undefined);
  }
  await rm(site, { recursive: true, force: true });
  run.seconds = Math.round((performance.now() - started) / 1000);
  return run;
}

/** Writes records as JSON lines, a piece at a time: all of a million are longer than a text may be. */
async function written(file, records) {
  await writeFile(file, '');
  for (let at = 0; at < records.length; at += 10_000) {
    await appendFile(file, records.slice(at, at + 10_000).map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
}

async function withBrowser({ chrome }, use) {
  const browser = await startBrowser(chrome);
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(`\nerror: ${error.message}`);
  process.exitCode = 1;
});
