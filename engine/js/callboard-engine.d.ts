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
   * `missing`: no pack at that address, or no `callboard_engine_wasm_bg.wasm.z` beside the script. `version`: the pack needs
   * another version of the engine; or, once it is open, a file of it is gone because the catalogue was published anew, and
   * `open` begins with the new one. `damaged`: a file of the pack, or the module, is cut off or altered. `network`: something could not be fetched.
   * `unsupported`: the browser lacks WebAssembly, or refuses the module. `no-record`: no record has that id.
   */
  code: 'missing' | 'version' | 'damaged' | 'network' | 'unsupported' | 'no-record';
}

export interface Engine {
  /** The catalogue: names, labels, languages, facets. */
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
  filters?: { [facet: string]: readonly string[] | undefined };
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
  /** What a list shows of it besides. */
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

/** A record, or a value of a facet to filter by. */
export type Suggestion =
  | { kind: 'record'; text: string; ranges: Ranges; id: string; card: Card }
  | { kind: 'facet'; text: string; ranges: Ranges; facet: string; value: string };

export interface RecordAnswer {
  id: string;
  title: string;
  summary: string;
  /** The text without its form; `page.html` has it as HTML. */
  body: string;
  card: Card;
  page: Page;
}

// What a catalogue's records say, as `callboard build` packs it; what a source left out is absent. In a pack that
// `callboard index` made of other files, cards and pages are empty, and a site has nothing but `facets`.

/** A text by language (BCP 47): `label.es ?? label.en`. */
export interface Labels { [language: string]: string }

/** The catalogue as a whole. */
export interface Site {
  name: Labels;
  tagline: Labels;
  /** First the default. */
  languages: string[];
  /** IANA zone that bare dates are in. */
  zone: string;
  /** Minutes that an event without an end is taken to last. */
  assumed_minutes: number;
  contact?: string;
  sealed?: boolean;
  /** How many records there are. */
  records: number;
  newest_source?: PartialDate;
  /** The last occurrence in the whole catalogue, and its start in minutes since 1970. */
  last_occurrence?: [Reference, number];
  /** With `when`, if anything in the catalogue has a time. */
  facets: FacetInfo[];
}

export interface FacetInfo {
  /** As in filters: `topic`. */
  id: string;
  label: Labels;
  values: FacetValue[];
}

export interface FacetValue {
  /** As in filters: `immigrant-defense`. */
  id: string;
  label: Labels;
  /** The value above it in a hierarchy. */
  parent?: string;
}

export type Kind =
  | 'event' | 'training' | 'recording' | 'toolkit' | 'guide' | 'report' | 'tool' | 'map' | 'podcast-episode' | 'newsletter' | 'campaign'
  | 'volunteer-call' | 'call-to-action' | 'service' | 'hotline' | 'statement' | 'article' | 'resource' | 'organization' | 'series' | 'collection';

/** `2024`, `2024-11` or `2024-11-07`, as precise as is known. */
export type PartialDate = string;

/** What a list shows of a record beside its title. */
export interface Card {
  kind: Kind;
  /** Language of the record's own text. */
  lang: string;
  /** Languages in which the thing itself is offered. */
  languages?: string[];
  /** When it takes place, in order of time. */
  when?: Occurrence[];
  /** The days a campaign runs. */
  span?: Span;
  published?: PartialDate;
  hosts?: Host[];
  people?: Person[];
  series?: SeriesPart;
  republished_from?: Reference;
  /** Records that are recordings of this one. */
  recordings?: Reference[];
  /** Most important first. */
  actions?: Action[];
  featured?: boolean;
}

/** Everything else that is known of a record. */
export interface Page {
  /** What calendars know its times by, in their order, then its span. */
  uids?: string[];
  /** The body as sanitised HTML. */
  html?: string;
  aliases?: string[];
  /** Without `#`. */
  hashtags?: string[];
  /** Pairs of facet id and value id. */
  tags?: [string, string][];
  /** All parts of its series in order, itself among them. */
  parts?: Reference[];
  relations?: Relation[];
  also_at?: OutsideCopy[];
  cites?: Cited[];
  links?: Link[];
  image?: Image;
  credits?: Credit[];
  /** How often a periodical appears, in words. */
  cadence?: string;
  update_policy?: string;
  notes?: Note[];
  source?: SourceNote;
  /** When an editor last looked at the thing itself. */
  checked?: PartialDate;
  /** Up to five records on the same matters, best first. */
  related?: Reference[];
  /** Path of the record's file in the catalogue's folder. */
  file: string;
}

/** A named record, or a name that has no record and so no id. */
export interface Reference {
  id?: string;
  title: string;
  kind?: Kind;
  /** The title's language, where it is another than the catalogue's first. */
  lang?: string;
}

export interface Occurrence {
  /** In its own zone: `2024-11-07T17:00` or, by date only, `2024-11-07`. */
  local: string;
  local_end?: string;
  /** IANA zone of `local`. */
  zone: string;
  /** Minutes since 1970; start of the local day when by date only. */
  start: number;
  /** Minutes since 1970: as the source gives it, else assumed; end of the local day when by date only. */
  end: number;
  /** Whether a time of day is known. */
  timed: boolean;
  /** Whether `end` is the source's. */
  end_known?: boolean;
  /** The source's own words. */
  words?: string;
}

/** A run of days, both included. */
export interface Span {
  from: string;
  to: string;
  /** Minutes since 1970, in the catalogue's zone. */
  start: number;
  end: number;
  words?: string;
}

export interface Host {
  org: Reference;
  role: HostRole;
}

export type HostRole = 'host' | 'convener' | 'partner' | 'publisher' | 'producer';

export interface Person {
  /** The organisation's name where the source names nobody: then `group` is true. */
  name: string;
  role: PersonRole;
  /** Their position as the source writes it. */
  title?: string;
  org?: Reference;
  group?: boolean;
}

export type PersonRole =
  | 'author' | 'host' | 'guest' | 'interviewer' | 'interviewee' | 'speaker' | 'facilitator' | 'illustrator' | 'leader' | 'contributor';

export interface SeriesPart {
  id: string;
  title: string;
  /** From 1. */
  part?: number;
  total?: number;
}

/** One thing to do. With neither `url`, `phone`, `sms_to` nor `email` the source gave no way to do it. */
export interface Action {
  do: ActionKind;
  url?: string;
  /** To dial: `+18446832669`. */
  phone?: string;
  /** As the source writes it: `1-844-NVDA-NOW`. */
  phone_words?: string;
  sms_to?: string;
  /** What the message must say. */
  sms_keyword?: string;
  email?: string;
  /** The source's own words. */
  words?: string;
  /** Language of what is behind it, where it is one of several. */
  lang?: string;
  /** Where and when an editor found a link that the source lacks. */
  found?: string;
}

export type ActionKind =
  | 'register' | 'rsvp' | 'join' | 'sign-on' | 'volunteer' | 'watch' | 'listen' | 'read' | 'download' | 'open' | 'call' | 'text' | 'email';

/** Read as: this record has `kind`, namely `to`. */
export interface Relation {
  kind: RelationKind;
  to: Reference;
}

export type RelationKind =
  | 'recording-of' | 'recording' | 'part-of' | 'part' | 'about' | 'about-this' | 'reply-to' | 'reply' | 'cites' | 'cited-by'
  | 'translation-of' | 'translation' | 'member-of' | 'member' | 'mentions' | 'mentioned-by' | 'in-collection' | 'contains' | 'continues'
  | 'continued-by';

/** The same text at another publisher. */
export interface OutsideCopy {
  at: Reference;
  url?: string;
}

export interface Cited {
  title: string;
  url?: string;
}

export interface Link {
  label: string;
  url: string;
}

export interface Image {
  alt?: string;
  credit?: string;
}

export interface Credit {
  to: Reference;
  for?: string;
}

/** What the editor inferred, found contradictory or missing. */
export interface Note {
  kind: NoteKind;
  text: string;
}

export type NoteKind = 'inferred' | 'conflict' | 'missing' | 'note';

/** Where a record's facts come from. */
export interface SourceNote {
  title: string;
  publisher?: Reference;
  record?: Reference;
  url?: string;
  date?: PartialDate;
  /** How the date is known, or why it is not. */
  date_note?: string;
}
