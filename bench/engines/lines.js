// Reading the file of records in an index builder.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Every record of a file with one JSON object on each line. */
export async function* recordsIn(file) {
  for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line);
}
