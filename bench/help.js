// The bench's options, for which nothing has to be installed.

import { HELP } from './arguments.js';

process.stdout.write(HELP);
