import { factToJson, readFact } from '@ao/contracts';
import type { DeliveredFact } from '@ao/event-bus';
import type { RowChange } from '../view/fold-batch.js';
import { rowPatch } from '../view/row-patch.js';

/** ce_type of a row's change. */
export const patchType = 'state.read.model.patch';

/** One entry of the feed as it is kept; `length` is that of its bytes in the page's payload. */
export interface FeedHead {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly key: string;
  readonly corr_id: string;
  readonly causation_id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly stream_version: number;
  readonly length: number;
}

/** The entries of one transaction: one row of the table, so that the feed costs a consumer next to nothing. */
export interface FeedPage {
  readonly heads: readonly FeedHead[];
  readonly payload: Uint8Array;
}

interface Entry {
  readonly head: Omit<FeedHead, 'length'>;
  readonly bytes: Uint8Array;
}

const factEntry = (fact: DeliveredFact): Entry => ({
  head: {
    id: fact.id,
    type: fact.type,
    source: fact.source,
    key: fact.key,
    corr_id: fact.corrId,
    causation_id: fact.causationId,
    time: fact.time.getTime(),
    stream_version: fact.streamVersion,
  },
  bytes: fact.value,
});

/** The patches of one view's changes. */
export const patchEntries = (view: string, changes: readonly RowChange[]): readonly Entry[] =>
  changes.flatMap((change) => {
    const patch = rowPatch(change);
    if (patch.length === 0) return [];
    const { id, after, meta } = change;
    const head = {
      id: `${meta.id}/${view}`,
      type: patchType,
      source: '/projection',
      key: id,
      corr_id: after.corr_id || meta.corrId,
      causation_id: meta.id,
      time: meta.time.getTime(),
      stream_version: after.version,
    };
    return [{ head, bytes: Buffer.from(JSON.stringify({ view, id, version: after.version, patch })) }];
  });

/** A page of facts, and of the patches that they caused. Facts stay protobuf: they are decoded for those who read. */
export const feedPage = (facts: readonly DeliveredFact[], patches: readonly Entry[]): FeedPage => {
  const entries = [...facts.map(factEntry), ...patches];
  return {
    heads: entries.map(({ head, bytes }) => ({ ...head, length: bytes.length })),
    payload: Buffer.concat(entries.map(({ bytes }) => bytes)),
  };
};

/** The message of an entry as snake_case JSON. */
const dataOf = (type: string, bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  if (type === patchType) return JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
  const fact = readFact(type, bytes);
  return fact === undefined ? {} : factToJson(fact);
};

/** One entry as it is read. */
export interface FeedEntry {
  /** Place in the page, from 0. */
  readonly index: number;
  readonly head: FeedHead;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The entries of a page that pass, decoded. */
export function* entriesOf(
  { heads, payload }: FeedPage,
  passes: (head: FeedHead, index: number) => boolean,
): Generator<FeedEntry> {
  let start = 0;
  for (const [index, head] of heads.entries()) {
    const end = start + head.length;
    if (passes(head, index)) yield { index, head, data: dataOf(head.type, payload.subarray(start, end)) };
    start = end;
  }
}
