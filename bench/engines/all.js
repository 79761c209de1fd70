// The engines, in the order of the tables.
//
// Each has a `name`, a `title`, its `settings` in words, `version()`, `build()`, the command that makes its index (timed),
// `publish()`, which puts its page beside it, and where it reads something other than the records `prepare()`, which writes
// that into the folder `scratch` (not timed).

import callboard from './callboard/engine.js';
import flexsearch from './flexsearch/engine.js';
import minisearch from './minisearch/engine.js';
import orama from './orama/engine.js';
import pagefind from './pagefind/engine.js';

export const ENGINES = [callboard, pagefind, minisearch, flexsearch, orama];
