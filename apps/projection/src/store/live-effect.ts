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

/** What one batch of facts does, as `effectOnce` runs it. */
export interface LiveEffect {
  /** Keeps others away from what the facts change, and finds out where rebuilds have read ahead. */
  enter(tx: Tx): Promise<void>;
  effect(
    tx: Tx,
    facts: readonly DeliveredFact[],
    prepared: undefined,
    moveCheckpoint: () => Promise<void>,
  ): Promise<void>;
}

/**
 * What batches of facts do to the views and to the feed, each in one transaction: a round trip to enter, and one for everything that is
 * written where no row need be read first.
 */
export const liveEffect = (
  schema: string,
  views: readonly AnyView[],
): ((batch: readonly DeliveredFact[]) => LiveEffect) => {
  const tables: readonly ViewTable[] = views.map((view) => viewTable(schema, view));
  const append = feedAppender(schema);
  return (batch) => {
    const known = decodedDeliveries(batch);
    const concerned = tables.filter(({ view }) => concerns(view, known));
    const entered = concerned.map(({ view }) => view);
    let ahead: Ahead = new Map();
    const changeAndTell = async (tx: Tx, received: readonly DecodedDelivery[]): Promise<void> => {
      const changing = concerned.filter(({ view }) => !view.insertOnly);
      const patches = await settleAll(
        changing.map((table) => patchesOf(tx, table, sorted(ahead, table.view, received))),
      );
      const facts = received.map(({ meta }) => meta);
      await append(tx, feedPage(facts, patches.flat()));
    };
    return {
      enter: async (tx) => void (ahead = await enterViews(tx, schema, entered)),
      async effect(tx, facts, _, moveCheckpoint) {
        const received = decodedDeliveries(facts);
        const inserting = concerned.filter(({ view }) => view.insertOnly);
        // What does not wait for another's answer travels to Postgres together.
        await settleAll([
          ...inserting.map((table) => applyView(tx, table, sorted(ahead, table.view, received).fresh)),
          changeAndTell(tx, received),
          moveCheckpoint(),
        ]);
      },
    };
  };
};
