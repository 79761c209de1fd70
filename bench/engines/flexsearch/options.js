// FlexSearch's settings, the same when the index is built and when it is opened.
//
// Names and summaries are indexed twice, once for beginnings (`forward`) and once for slips (`tolerant`), with the encoder
// that its documentation starts from for fuzzy search. All words of a question must stand in one field, so that the three
// texts are also one, by whole words only (`strict`), because every beginning of every word of them would make the index
// several times larger. Fields are asked in the order given here, which is FlexSearch's way of letting titles lead.
// `suggest`, which its documentation names for fuzziness and which keeps hits that lack a word, is asked for only where
// there are fewer than ten hits without: always on, hits in titles push better ones out of the first ten.

import { Charset } from './library.js';

const index = (field, from, tokenize) => ({ field, custom: (record) => record[from], tokenize, encoder: Charset.LatinBalance });

export const options = () => ({
  document: {
    id: 'id',
    store: ['id', 'title', 'summary', 'section', 'priority'],
    index: [
      index('title', 'title', 'forward'),
      index('title-slips', 'title', 'tolerant'),
      index('summary', 'summary', 'forward'),
      index('summary-slips', 'summary', 'tolerant'),
      { ...index('all', 'all', 'strict'), custom: ({ title, summary, description }) => `${title} ${summary} ${description}` },
    ],
  },
});
