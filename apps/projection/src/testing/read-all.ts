import type { state } from '@ao/contracts';
import type { Running } from './running.js';

/** Every row of a view, id -> body, page by page. */
export const readAll = async (
  client: Running['viewer'],
  view: string,
  more: Partial<state.ListRowsRequest> = {},
): Promise<Record<string, unknown>> => {
  const rows: Record<string, unknown> = {};
  for (let cursor = ''; ;) {
    const page = await client.listRows({ view, filters: {}, limit: 3, ...more, cursor });
    for (const { id, body } of page.items) {
      if (id in rows) throw new Error(`${id} came twice`);
      rows[id] = body;
    }
    if (page.nextCursor === '') return rows;
    cursor = page.nextCursor;
  }
};

/** What the feed holds now. */
export const readFeed = async (
  client: Running['viewer'],
  more: Partial<state.WatchFeedRequest> = {},
): Promise<state.WatchFeedResponse[]> => {
  const entries: state.WatchFeedResponse[] = [];
  const request = { corrId: '', typePrefix: '', after: '', fromStart: true, snapshot: true, opening: false, ...more };
  for await (const entry of client.watchFeed(request, { deadlineMs: 20_000 })) entries.push(entry);
  return entries;
};
