// The tables of RESULTS.md.

import { ENGINES } from './engines/all.js';
import { rounded } from './numbers.js';

const KB = 1024;
const MB = 1024 * 1024;

/** Columns of the first table of a size: what a reader's first visit costs. `ratio` is shown against Callboard's figure. */
const FIRST_VISIT = [
  { head: 'KB to the first result', of: (run) => kilobytes(run.cold?.median.bytes), ratio: true },
  { head: 'requests', of: (run) => run.cold?.median.requests },
  { head: 'one after another', of: (run) => run.cold?.median.chain },
  { head: 'ms to the first result', of: (run) => rounded(run.cold?.median.ms), ratio: true },
  { head: 'page stalled, ms', of: (run) => rounded(run.cold?.median.stalled) },
  { head: 'KB for two more words', of: (run) => kilobytes(run.cold?.median.twoWordsBytes) },
  { head: 'KB for ten results', of: (run) => kilobytes(run.cold?.median.tenHitsBytes) },
  { head: 'KB unasked afterwards', of: (run) => kilobytes(run.cold?.median.afterwardsBytes) },
  { head: 'visits', of: (run) => run.cold?.loads.length },
];

const WARM = [
  { head: 'p50, ms', of: (run) => run.warm?.plain.p50, ratio: true },
  { head: 'p95, ms', of: (run) => run.warm?.plain.p95, ratio: true },
  { head: 'p50 with all counts', of: (run) => run.warm?.counted.p50 },
  { head: 'p95 with all counts', of: (run) => run.warm?.counted.p95 },
  { head: 'p50 of a worker that has the answers', of: (run) => run.warm?.ready?.p50 },
  { head: 'measured', of: (run) => part(run.warm?.plain.measured, run.warm?.asked) },
];

const FOUND = [
  { head: 'one slip in a name', of: (run) => percent(run.typos?.byKind.name) },
  { head: 'one slip in a word', of: (run) => percent(run.typos?.byKind.word) },
  { head: 'asked', of: (run) => part(run.typos?.measured, run.typos?.asked) },
  { head: 'three words', of: (run) => percent(run.known?.inTen) },
  { head: 'three words, in first place', of: (run) => percent(run.known?.first) },
  { head: 'asked', of: (run) => part(run.known?.measured, run.known?.asked) },
];

const PUBLISHED = [
  { head: 'files', of: (run) => run.published?.files },
  { head: 'MB published', of: (run) => megabytes(run.published?.bytes) },
  { head: 'MB as sent', of: (run) => megabytes(run.published?.sentBytes) },
  { head: 'build, CPU s', of: (run) => rounded(run.build?.cpuSeconds, 1) },
  { head: 'build, peak MB', of: (run) => rounded(megabytes(run.build?.peakBytes)) },
  { head: 'MB of memory above an empty page', of: (run) => megabytes(above(run.memory)) },
  { head: 'grown by, MB', of: (run) => megabytes(run.memory?.growth) },
];

/** RESULTS.md of what `Results` keeps. */
export function report(data) {
  const { machine, calibration, runs } = data;
  const lines = ['# Measured', ''];
  if (data.records === 'made-up') lines.push('**Over made-up records: these figures say nothing about real catalogues.**', '');
  lines.push('How it is measured, and what each figure means, is in [README.md](README.md); every figure is in [results.json](results.json).');
  lines.push('`×` is a figure over that of Callboard in the same table. `FAILED` is explained at the end; `NOT RUN` is what was not measured.', '');
  lines.push(`${machine.browser}, Node ${machine.node}, ${machine.cores} × ${machine.processor}, ${rounded(machine.memoryBytes / MB / KB)} GB. Times are those of one machine, which may have had other work: compare within one table. Each set of questions had ${rounded(data.budgetMs / 1000)} s at most.`);
  const dates = [...new Set(runs.map((run) => run.measured))].sort();
  lines.push(`Measured ${dates.length > 1 ? `from ${dates[0]} to ${dates.at(-1)}` : `on ${dates[0]}`}.`, '');
  if (calibration) lines.push(...lineTable(calibration), '');
  for (const size of [...new Set(runs.map((run) => run.size))].sort((a, b) => a - b)) {
    const ofSize = runs.filter((run) => run.size === size).sort((a, b) => order(a) - order(b));
    const synthetic = data.synthetic?.includes(size);
    lines.push(`## ${size.toLocaleString('en')} records${synthetic ? ', synthetic' : ''}`, '');
    if (synthetic) lines.push('Debian\'s records and others made of them (`variedRecords` in records.js): they show what size does, and nothing about relevance.', '');
    for (const [title, columns] of [
      ['First visit (median)', FIRST_VISIT],
      ['Questions to an open engine', WARM],
      ['Among the first ten', FOUND],
      ['Publishing and memory', PUBLISHED],
    ]) {
      lines.push(`### ${title}`, '', ...table(ofSize, columns), '');
    }
  }
  lines.push('## Settings', '');
  for (const run of latest(runs)) lines.push(`- **${run.title} ${run.version}**: ${run.settings}.`);
  const failures = runs.flatMap((run) => run.failures.map(({ step, why }) => `- ${run.title}, ${run.size.toLocaleString('en')} records, ${step}: ${why}`));
  if (failures.length > 0) lines.push('', '## Failed', '', ...failures);
  return `${lines.join('\n')}\n`;
}

function table(runs, columns) {
  const own = runs.find((run) => run.engine === 'callboard');
  const cell = (run, { of, ratio }) => {
    const value = of(run);
    if (value === undefined || value === null) return run.failures.length > 0 ? 'FAILED' : 'NOT RUN';
    const base = own && own !== run && ratio ? of(own) : undefined;
    return base ? `${value} (${times(value / base)})` : `${value}`;
  };
  return [
    `| | ${columns.map(({ head }) => head).join(' | ')} |`,
    `|---|${columns.map(() => '---:').join('|')}|`,
    ...runs.map((run) => `| ${run.title} | ${columns.map((column) => cell(run, column)).join(' | ')} |`),
  ];
}

function lineTable({ bytes, rounds, expected, slow, free }) {
  const row = (name, { large, rounds, together }) => `| ${name} | ${rounded(large)} | ${rounded(rounds)} | ${rounded(together)} |`;
  return [
    `The line, timed in the browser (ms; ${bytes.toLocaleString('en')} bytes):`,
    '',
    `| | one file | ${rounds} small requests one after another | the same bytes in four requests at once |`,
    '|---|---:|---:|---:|',
    row('what the line should add', expected),
    row('from the page', slow.page),
    row('from a worker', slow.worker),
    row('from the page, without the line', free.page),
    row('from a worker, without the line', free.worker),
  ];
}

/** The newest run of each engine. */
function latest(runs) {
  const known = new Map();
  for (const run of runs) known.set(run.engine, run);
  return [...known.values()].sort((a, b) => order(a) - order(b));
}

function order(run) {
  return ENGINES.findIndex(({ name }) => name === run.engine);
}

function kilobytes(bytes) {
  return bytes === undefined ? undefined : rounded(bytes / KB, bytes < 100 * KB ? 1 : 0);
}

function megabytes(bytes) {
  return bytes === undefined ? undefined : rounded(bytes / MB, bytes < 100 * MB ? 1 : 0);
}

/** What an opened page takes beyond an empty one, in bytes. */
function above(memory) {
  return memory?.opened === undefined ? undefined : memory.opened - memory.blank;
}

function percent(share) {
  return share === undefined ? undefined : `${rounded(share * 100, 1)} %`;
}

function part(measured, asked) {
  return measured === undefined ? undefined : `${measured} of ${asked}`;
}

function times(ratio) {
  return `× ${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)}`;
}
