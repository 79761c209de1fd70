// What was measured, on its way to results.json and RESULTS.md.

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { report } from './report.js';

/** The shape of results.json; one that differs is not added to. */
const FORMAT = 1;

/** Keeps what was measured and writes it after every step. */
export class Results {
  constructor(out, data) {
    this.files = [join(out, 'RESULTS.md'), join(out, 'results.json')];
    this.data = data;
    this.failures = 0;
  }

  /** A new collection, or with `add` the one that is there. */
  static async start({ out, add, madeUp, repeats, budget }) {
    const machine = {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryBytes: totalmem(),
      browser: 'unknown',
      node: process.version,
    };
    const data = { format: FORMAT, records: madeUp ? 'made-up' : 'debian', synthetic: [], machine, repeats, budgetMs: budget, calibration: undefined, questions: {}, runs: [] };
    const results = new Results(out, data);
    if (!add) return results;
    const before = await readBefore(results.files[1]);
    if (before && before.records === data.records) {
      data.runs = before.runs;
      data.questions = before.questions;
      data.synthetic = before.synthetic ?? [];
    }
    return results;
  }

  /** What the line does, in this browser. */
  calibration(calibration, browser) {
    this.data.calibration = calibration;
    this.data.machine.browser = browser;
  }

  /** Says of a size that most of its records are made of others. */
  synthetic(size) {
    if (!this.data.synthetic.includes(size)) this.data.synthetic.push(size);
  }

  /** The questions of a size, so that anybody can ask them again. */
  asked(size, questions) {
    this.data.questions[size] = questions;
  }

  /** Takes in a run in the place of an older one of the same engine and size, and writes everything. */
  async add(run) {
    this.failures += run.failures.length;
    const { runs } = this.data;
    const at = runs.findIndex((other) => other.engine === run.engine && other.size === run.size);
    const dated = { ...run, measured: new Date().toISOString().slice(0, 10) };
    if (at === -1) runs.push(dated);
    else runs[at] = dated;
    const [table, raw] = this.files;
    await writeFile(raw, `${JSON.stringify(this.data, null, 1)}\n`);
    await writeFile(table, report(this.data));
  }
}

async function readBefore(file) {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  let before;
  try {
    before = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} cannot be added to (${error.message}); run without --add`);
  }
  if (before.format !== FORMAT) throw new Error(`${file} has format ${before.format}, and this writes ${FORMAT}; run without --add`);
  return before;
}
