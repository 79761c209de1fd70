// What the command line says.

import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

export const HELP = `Callboard beside Pagefind, MiniSearch, FlexSearch and Orama, in one browser, over the same records.

Usage: cargo xtask bench [OPTIONS]

  --sizes N,N,...      How many records; default 1000,10000,63666.
  --engines A,B,...    Which engines; default callboard,pagefind,minisearch,flexsearch,orama.
  --smoke              200 made-up records, Callboard and MiniSearch, under a minute: tries the bench itself.
  --repeats N          First visits of each engine and size, fewer but three at least where they take long; default 15.
  --budget SECONDS     The longest that one engine may take for one set of questions; default 120.
  --add                Keeps results of other engines and sizes that are in the result file already.
  --out DIR            Where RESULTS.md and results.json go; default bench/, and the work folder for made-up records.
  --work DIR           Where indexes are built; default target/bench.
  -h, --help           This text.

Environment:
  CALLBOARD_DATA    The folder of debian/records-long.jsonl.gz; default ../shared/data beside the repository.
  CALLBOARD_CHROME  The browser.
`;

const DEFAULT_SIZES = '1000,10000,63666';

/** Reads the arguments; `names` are those of all engines. Throws with a sentence when they cannot be meant. */
export function readArguments(argv, names) {
  const { values } = parseArgs({
    args: argv,
    options: {
      sizes: { type: 'string' },
      engines: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      budget: { type: 'string' },
      add: { type: 'boolean', default: false },
      out: { type: 'string' },
      work: { type: 'string' },
      // Filled in by `cargo xtask bench`, which builds them.
      indexer: { type: 'string' },
      'engine-files': { type: 'string' },
      chrome: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { smoke } = values;
  const engines = list(values.engines ?? (smoke ? 'callboard,minisearch' : names.join(',')));
  const unknown = engines.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`there is no engine called ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const sizes = list(values.sizes ?? (smoke ? '200' : DEFAULT_SIZES)).map((size) => whole('--sizes', size, 50, 10_000_000));
  if (engines.length === 0 || sizes.length === 0) throw new Error('there is nothing to measure: --sizes and --engines need a value each');
  const absolute = (path) => path && resolve(path);
  return {
    help: values.help,
    smoke,
    add: values.add,
    engines: [...new Set(engines)],
    sizes: [...new Set(sizes)].sort((a, b) => a - b),
    repeats: whole('--repeats', values.repeats ?? (smoke ? '1' : '15'), 1, 100),
    budget: whole('--budget', values.budget ?? (smoke ? '5' : '120'), 1, 3600) * 1000,
    out: absolute(values.out),
    work: absolute(values.work),
    indexer: absolute(values.indexer),
    engineFiles: absolute(values['engine-files']),
    chrome: absolute(values.chrome),
  };
}

function list(text) {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function whole(option, text, least, most) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new Error(`${option}: expected a whole number from ${least} to ${most}, but found ${text}`);
  return value;
}
