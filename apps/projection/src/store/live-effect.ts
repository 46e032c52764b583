import type { DeliveredFact } from '@ao/event-bus';
import type { Tx } from '@ao/event-store';
import { feedAppender } from '../feed/append-feed.js';
import { feedPage, patchEntries } from '../feed/feed-page.js';
import type { AnyView } from '../view/view.js';
import { applyView } from './apply-view.js';
import { arrivalsOf, type DeliveredArrival } from './arrivals.js';
import { together } from './together.js';
import { enterViews } from './view-locks.js';
import { viewTable, type ViewTable } from './view-table.js';

const concerns = ({ rules }: AnyView, arrivals: readonly DeliveredArrival[]): boolean => arrivals.some(({ fact }) => rules[fact.type] !== undefined);

/** What a batch of facts does to the views and to the feed, in one transaction. */
export const liveEffect = (schema: string, views: readonly AnyView[]): ((tx: Tx, facts: readonly DeliveredFact[]) => Promise<void>) => {
  const tables: readonly ViewTable[] = views.map((view) => viewTable(schema, view));
  const append = feedAppender(schema);
  return async (tx, facts) => {
    const arrivals = arrivalsOf(facts);
    const concerned = tables.filter(({ view }) => concerns(view, arrivals));
    await enterViews(tx, schema, concerned.map(({ view }) => view));
    const patches = await together(
      concerned.map(async (table) => {
        const changes = await applyView(tx, table, arrivals);
        return table.view.insertOnly ? [] : patchEntries(table.view.name, changes);
      }),
    );
    await append(tx, feedPage(arrivals.map(({ meta }) => meta), patches.flat()));
  };
};
