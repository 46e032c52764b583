import type { CallerContext } from '@ao/http';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import type { PageQuery } from './state.schemas.js';

/** A page as HTTP answers it. */
export interface Page {
  readonly items: readonly object[];
  readonly next_cursor: string | null;
}

const given = (filters: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** A page of a view, newest first. */
export const pageOf = async (
  peers: Peers,
  view: string,
  { limit, cursor, ...filters }: PageQuery,
  caller: CallerContext,
): Promise<Page> => {
  const { items, nextCursor } = await peers.state.listRows(
    { view, limit, cursor, filters: given(filters) },
    onBehalfOf(caller),
  );
  return { items: items.map(({ body }) => body ?? {}), next_cursor: nextCursor === '' ? null : nextCursor };
};

/** A row of a view. Throws DomainError `not_found`. */
export const rowOf = async (peers: Peers, view: string, id: string, caller: CallerContext): Promise<object> => {
  const { row } = await peers.state.getRow({ view, id }, onBehalfOf(caller));
  return row?.body ?? {};
};
