import type { Page, Query } from './gateway.js';
import type { Session } from '../session.js';

/** Rows that a terminal shows where nobody says how many. */
const onScreen = 50;

/** A list as a command shows it, with a sentence where there is more. */
export interface Listed<Row> extends Page<Row> {
  readonly items: readonly Row[];
  /** Says that there is more, and how to see it; undefined: this is all. */
  readonly more: string | undefined;
}

/**
 * The rows of a view, newest first: as many as `limit` says; else all of them, page by page, where the output goes into a pipe, a file or a program
 * (--json), and one screen on a terminal.
 */
export const listed = async <Row>(
  { gateway, json, style }: Session,
  path: string,
  query: Query,
  limit?: number,
): Promise<Listed<Row>> => {
  const isScreen = limit === undefined && !json && !style.whole;
  // One more than a screen takes tells whether there is more.
  const rows = await gateway.all<Row>(path, query, isScreen ? onScreen + 1 : limit);
  const isMore = isScreen && rows.length > onScreen;
  return {
    items: isMore ? rows.slice(0, onScreen) : rows,
    next_cursor: null,
    more: isMore ? `These are the newest ${onScreen}. More: --limit <n>` : undefined,
  };
};

/** The text of a list, and below it that there is more. */
export const withMore = (text: string, more: string | undefined): string =>
  more === undefined ? text : `${text}\n${more}`;
