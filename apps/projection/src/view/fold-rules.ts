import { factToJson, type DecodedFact, type FactType } from '@ao/contracts';
import type { FactMeta, FactOf, ViewRow } from './view.js';

/** The earlier of two times. */
export const earlier = (one: string | null | undefined, other: string): string =>
  one != null && one < other ? one : other;

/** The later of two times. */
export const later = (one: string | undefined, other: string): string =>
  one !== undefined && one > other ? one : other;

/** ISO 8601 time of a fact. */
export const timeOf = ({ time }: FactMeta): string => time.toISOString();

/** Empty fields of a row of which nothing is known yet. */
export const unknownRow: ViewRow = { version: 0, created_at: null, updated_at: '', corr_id: '' };

/**
 * True for a fact of the row's own aggregate that is older than what the row has seen: a relay may publish a run of facts again.
 * Facts of the same version pass, for one event may give several; the folds give the same row again.
 */
export const isOld = (row: ViewRow | undefined, { streamVersion }: FactMeta): boolean =>
  row !== undefined && streamVersion < row.version;

/** What every fact of the row's own aggregate says: its version and times, and at the first one the story. */
export const owned = (row: ViewRow | undefined, meta: FactMeta): ViewRow => ({
  version: meta.streamVersion,
  created_at: earlier(row?.created_at, timeOf(meta)),
  updated_at: later(row?.updated_at, timeOf(meta)),
  corr_id: row?.corr_id || meta.corrId,
});

/** What a fact of another aggregate says about the row's times. */
export const seen = (row: ViewRow | undefined, meta: FactMeta): Pick<ViewRow, 'updated_at'> => ({
  updated_at: later(row?.updated_at, timeOf(meta)),
});

/** The fact's message as snake_case JSON. */
export const snakeCase = <Type extends FactType>(fact: FactOf<Type>): Readonly<Record<string, unknown>> =>
  factToJson(fact as unknown as DecodedFact);
