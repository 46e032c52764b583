import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** What a route answers: a status and JSON, or a writer of its own. */
export type Answer = { readonly status?: number; readonly json: unknown } | ((response: ServerResponse) => void);

/** An HTTP server in the platform's place, for what the command line makes of its answers. */
export interface StandIn {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

const send = (response: ServerResponse, answer: Answer): void => {
  if (typeof answer === 'function') return answer(response);
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
};

const receive = async (request: IncomingMessage): Promise<Received> => {
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: body === '' ? undefined : JSON.parse(body),
  };
};

/** Serves what `answer` says; a route that it does not know is 404. */
export const standIn = async (answer: (request: Received) => Answer | undefined): Promise<StandIn> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((each) => {
      received.push(each);
      send(
        response,
        answer(each) ?? {
          status: 404,
          json: {
            title: 'Not Found',
            status: 404,
            code: 'not_found',
            detail: `${each.path} is not there`,
            errors: [],
            corr_id: 'corr-404',
          },
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
};
