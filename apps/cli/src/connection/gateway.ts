import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { refusal, unreachable } from './problem.js';
import type { Connection } from './settings.js';

/** Parameters of a query; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A page of rows. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next_cursor?: string | null;
}

/** The platform's HTTP edge. Every method throws Failure. */
export interface Gateway {
  /** A JSON answer. */
  get<T>(path: string, query?: Query): Promise<T>;
  /** Sends JSON, answers JSON. Waits so many milliseconds (default: 20 s). */
  post<T>(path: string, body: object, withinMs?: number): Promise<T>;
  /** All rows of a paged view, in the view's order, up to `most` (default: all). */
  all<Row>(path: string, query?: Query, most?: number): Promise<Row[]>;
  /** An answer that goes on until the caller aborts it. */
  open(path: string, query: Query, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>;
}

const answerWithinMs = 20_000;

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code === 'ECONNREFUSED' ? 'the connection was refused' : (cause?.message ?? message);
};

const search = (query: Query): string => {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};

const send = async (
  connection: Connection,
  path: string,
  init: RequestInit,
  withinMs = answerWithinMs,
): Promise<Response> => {
  const authorization: Record<string, string> =
    connection.token === '' ? {} : { authorization: `Bearer ${connection.token}` };
  try {
    const response = await fetch(`${connection.url}${path}`, {
      ...init,
      headers: { ...authorization, ...(init.headers as Record<string, string>) },
    });
    if (!response.ok) throw refusal(response.status, await response.text(), connection);
    return response;
  } catch (error) {
    if (error instanceof Failure || (error as Error).name === 'AbortError') throw error;
    if ((error as Error).name !== 'TimeoutError') throw unreachable(connection.url, reasonOf(error));
    throw new Failure(exitCodes.timeout, {
      title: `the platform did not answer within ${withinMs / 1000} s`,
      code: 'deadline_exceeded',
    });
  }
};

async function collect<Row>(page: (cursor: string | undefined) => Promise<Page<Row>>, most: number): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = await page(cursor);
    rows.push(...items);
    cursor = next_cursor || undefined;
  } while (cursor !== undefined && rows.length < most);
  return rows.slice(0, most);
}

/** Speaks to the platform over HTTP. */
export const gatewayAt = (connection: Connection): Gateway => {
  const json = async <T>(path: string, init: RequestInit, withinMs = answerWithinMs): Promise<T> =>
    (await (await send(connection, path, { ...init, signal: AbortSignal.timeout(withinMs) }, withinMs)).json()) as T;
  const get = <T>(path: string, query: Query = {}): Promise<T> => json<T>(`${path}${search(query)}`, {});
  return {
    get,
    post: (path, body, withinMs) =>
      json(
        path,
        { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        withinMs,
      ),
    all: (path, query = {}, most = Infinity) =>
      collect((cursor) => get(path, { limit: Math.min(500, most), ...query, cursor }), most),
    open: (path, query, headers, signal) => send(connection, `${path}${search(query)}`, { headers, signal }),
  };
};
