/**
 * Callboard's search engine, as every published site serves it (`callboard-engine.js`).
 *
 * The site's app, the embeddable widget and the benchmark use this and nothing else. Searching runs
 * in a worker where the browser allows one, else on the calling thread; answers are the same.
 */

/** Opens the pack whose folder (the one that holds `callboard.json`) or manifest is at `url`. */
export function open(url: string | URL, options?: OpenOptions): Promise<Engine>;

/** Engines that are open on this page and not closed. */
export const engines: ReadonlySet<Engine>;

export interface OpenOptions {
  /** `false` searches on the calling thread. Default `true`, falling back where workers are refused. */
  worker?: boolean;
}

/** What `open`, `search` and `record` reject with. Cancelled calls reject with an `AbortError` instead, wrong arguments with a `TypeError`. */
export class CallboardError extends Error {
  /**
   * `missing`: no pack at that address. `version`: the pack needs another version of the engine.
   * `damaged`: a file of the pack is cut off or altered. `network`: it could not be fetched.
   * `unsupported`: the browser lacks WebAssembly. `no-record`: no record has that id.
   */
  code: 'missing' | 'version' | 'damaged' | 'network' | 'unsupported' | 'no-record';
}

export interface Engine {
  /** The catalogue: names, labels, languages, facets. Its shape is `Site` in the `model` crate. */
  readonly site: Site;
  /** Whether searches run in a worker. `loadAll` ends that. */
  readonly inWorker: boolean;
  /**
   * Searches. A newer `search` on the same engine makes an older one that is still waiting reject with
   * an `AbortError`, so that the latest answer wins; `signal` does the same by hand.
   *
   * Hits do not wait for what counting facets takes: see `exact`.
   */
  search(text: string, options?: SearchOptions): Promise<Answer>;
  /** Completions for a text that is being typed: records, then facet values. */
  suggest(text: string, options?: { limit?: number; asOf?: Date; lang?: string; signal?: AbortSignal }): Promise<Suggestion[]>;
  /** The exact counts of every facet for a text and filters, without hits. Fetches what that takes. */
  facets(text: string, options?: SearchOptions): Promise<FacetCounts>;
  /**
   * Everything about one record. One that was renamed is found by its former id too, where `data/former-ids.json` stands
   * beside the pack's folder; `id` of what is returned is the present one.
   */
  record(id: string, options?: { signal?: AbortSignal }): Promise<RecordAnswer>;
  /**
   * Goes on with every file of the pack in hand, on the calling thread, and ends the worker: from then on nothing is
   * fetched, so that a page may forbid itself every request (a worker would not be bound by the page's policy).
   * `files` has the bytes of each `.cbp` file of the pack by its name; `release.json`, beside the page of a published
   * site, lists them with their sizes as `pack/NAME`. Takes as much memory as the pack is large. Rejects, and goes on
   * as before, when the pack cannot be opened. `former` is what stands in `data/former-ids.json`; without it, records
   * that were renamed are found by their present ids alone.
   */
  loadAll(files: Map<string, ArrayBuffer>, former?: { [id: string]: string }): Promise<void>;
  /** Ends the worker, and a `loadAll` that is under way. What is not answered yet, and what is asked later, rejects with an `AbortError`. */
  close(): void;
}

export interface SearchOptions {
  /**
   * Values to filter by, per facet: `{ topic: ['immigrant-defense'], kind: ['event', 'training'] }`.
   * Within a facet any value matches; between facets all must. The facet `when` takes `now`, `today`,
   * `week` (the next 7 days), `upcoming`, `past` and `recording`.
   */
  filters?: { [facet: string]: string[] };
  /** Default `relevance`; with an empty text `relevance` means featured first, then the soonest, then the newest. */
  sort?: 'relevance' | 'newest' | 'soonest';
  /** How many hits, 0 to 1000; default 10. */
  limit?: number;
  /** How many hits to skip. */
  offset?: number;
  /** The moment to search at; default now. */
  asOf?: Date;
  /** Preferred language: of a translated pair, the half in this language is shown. */
  lang?: string;
  /** Adds `why` to every hit. */
  explain?: boolean;
  /**
   * Default true: hits do not wait for what counting facets takes, see `exact` of the answer. With false they do, and
   * every answer has its counts.
   */
  hitsFirst?: boolean;
  signal?: AbortSignal;
}

/** Pairs of start and end, in UTF-16 code units, in order and not overlapping. */
export type Ranges = [number, number][];

export interface Answer {
  /** How many records match. */
  total: number;
  /**
   * Whether `facets` are in this answer. Those of a small pack always are; of a large one once `facets()` has been
   * called, which fetches what counting takes (`total` and `tiers` are exact in any case).
   */
  exact: boolean;
  /** Records per tier: all words matched, all with corrected spelling, only some. */
  tiers: { all: number; typo: number; some: number };
  hits: Hit[];
  /** Exact, or empty where `exact` is false. */
  facets: FacetCounts;
  /** What the words were taken to mean, for chips: text words excluded. */
  operators: { kind: 'field' | 'facet' | 'phrase' | 'not' | 'before' | 'after' | 'or'; name: string; value: string; from: number; to: number }[];
  /** Parts of the text that were ignored, and why: no such value, no such date, `OR` between what cannot be joined, no words, more than 64 words or 64 operators. */
  notes: { code: 'unknown-value' | 'bad-date' | 'no-or' | 'no-words' | 'too-many-words'; part: string }[];
  /** A better-known spelling of the text. */
  didYouMean: string | null;
}

/** `[value id, count]` of every value with a count above 0 or selected, per facet. */
export type FacetCounts = { [facet: string]: [string, number][] };

export interface Hit {
  id: string;
  title: string;
  titleRanges: Ranges;
  /** The part of the summary or body around the best matches, with an ellipsis where it is cut. */
  snippet: string;
  snippetRanges: Ranges;
  tier: 'all' | 'typo' | 'some';
  /** Score in the engine's integer units; comparable only within one answer. */
  score: number;
  /** Edits between what was typed and what matched. */
  typos: number;
  /** The hit is over, on, or to come, by `asOf`; `none` for what has no time. */
  time: 'past' | 'now' | 'upcoming' | 'none';
  /** Minutes since 1970 of the occurrence that `time` speaks of (the next one, else the last). */
  at: number | null;
  /** Ids of the record's translations that match too; a translated pair is one hit. */
  also: string[];
  /** The record's `Card` of the `model` crate. */
  card: Card;
  /** With `explain`: reasons as data. `sentence` is plain English. */
  why?: Why;
}

export interface Why {
  exactTitle: boolean;
  words: { word: string; matched: string; how: 'exact' | 'stem' | 'prefix' | 'typo'; fields: string[] }[];
  missing: string[];
  /** Nearness of the words in the best field, 0 to 16. */
  proximity: number;
  sentence: string;
}

export interface Suggestion {
  kind: 'record' | 'facet';
  text: string;
  ranges: Ranges;
  /** Of a record: its id and card. */
  id?: string;
  card?: Card;
  /** Of a facet value: the facet's id and the value's. */
  facet?: string;
  value?: string;
}

export interface RecordAnswer {
  id: string;
  title: string;
  summary: string;
  card: Card;
  page: Page;
}

/** See `model/src/record.rs` and `model/src/site.rs`: plain JSON objects. */
export type Site = any;
export type Card = any;
export type Page = any;
