import type { DeliveredFact } from '@ao/event-bus';
import type { Tx } from '@ao/postgres';
import { feedAppender } from '../feed/append-feed.js';
import { feedPage, patchEntries } from '../feed/feed-page.js';
import type { AnyView } from '../view/view.js';
import { applyView, rowsAbout } from './apply-view.js';
import { decodedDeliveries, type DecodedDelivery } from './decoded-deliveries.js';
import { settleAll } from './settle-all.js';
import { enterViews, type Ahead } from './view-locks.js';
import { viewTable, type ViewTable } from './view-table.js';

const concerns = ({ rules }: AnyView, received: readonly DecodedDelivery[]): boolean =>
  received.some(({ fact }) => rules[fact.type] !== undefined);

/** Facts that are to be folded, and those that a rebuild has folded before the consumer came to them. */
interface Sorted {
  readonly fresh: readonly DecodedDelivery[];
  readonly folded: readonly DecodedDelivery[];
  /** A rebuild has read ahead: the table may hold rows that nobody was told of. */
  readonly isAhead: boolean;
}

const sorted = (ahead: Ahead, { name }: AnyView, received: readonly DecodedDelivery[]): Sorted => {
  const next = ahead.get(name);
  if (next === undefined) return { fresh: received, folded: [], isAhead: false };
  const isFresh = ({ meta }: DecodedDelivery): boolean =>
    meta.offset >= BigInt(next[`${meta.topic}/${meta.partition}`] ?? 0);
  return { fresh: received.filter(isFresh), folded: received.filter((one) => !isFresh(one)), isAhead: true };
};

/** The patches that facts cause. While a rebuild is ahead a patch may be the first that anybody hears of the row: the row as it stands, as a whole. */
const patchesOf = async (
  tx: Tx,
  table: ViewTable,
  { fresh, folded, isAhead }: Sorted,
): Promise<ReturnType<typeof patchEntries>> => {
  const { name } = table.view;
  const whole = patchEntries(name, await rowsAbout(tx, table, folded));
  const changes = await applyView(tx, table, fresh);
  return [
    ...whole,
    ...patchEntries(name, isAhead ? changes.map((change) => ({ ...change, before: undefined })) : changes),
  ];
};

/** What a batch of facts does to the views and to the feed, in one transaction. */
export const liveEffect = (
  schema: string,
  views: readonly AnyView[],
): ((tx: Tx, facts: readonly DeliveredFact[]) => Promise<void>) => {
  const tables: readonly ViewTable[] = views.map((view) => viewTable(schema, view));
  const append = feedAppender(schema);
  return async (tx, facts) => {
    const received = decodedDeliveries(facts);
    const concerned = tables.filter(({ view }) => concerns(view, received));
    const ahead = await enterViews(
      tx,
      schema,
      concerned.map(({ view }) => view),
    );
    const changing = concerned.filter(({ view }) => !view.insertOnly);
    const inserting = concerned.filter(({ view }) => view.insertOnly);
    const changeAndTell = async (): Promise<void> => {
      const patches = await settleAll(
        changing.map((table) => patchesOf(tx, table, sorted(ahead, table.view, received))),
      );
      await append(
        tx,
        feedPage(
          received.map(({ meta }) => meta),
          patches.flat(),
        ),
      );
    };
    // What does not wait for another's answer travels to Postgres together.
    await settleAll([
      ...inserting.map((table) => applyView(tx, table, sorted(ahead, table.view, received).fresh)),
      changeAndTell(),
    ]);
  };
};
