import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatEvent, writeEventStream, type StreamedEvent } from './event-stream.js';

const forever = new AbortController();
const options = (signal: AbortSignal, stalledMs = 60_000) => ({ headers: {}, heartbeatMs: 20, stalledMs, signal });

const serve = async (write: (response: Parameters<typeof writeEventStream>[0]) => Promise<void>): Promise<Server> => {
  const server = createServer((_request, response) => void write(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
const open = (server: Server): Promise<IncomingMessage> =>
  new Promise((resolve) =>
    get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false }, resolve),
  );
const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())));

it('formats an event; a line break cannot smuggle in another field', () => {
  expect(formatEvent({ id: '7\ndata: x', event: 'a.b', data: { text: 'a\nb' } })).toBe(
    'id: 7 data: x\nevent: a.b\ndata: {"text":"a\\nb"}\n\n',
  );
  expect(formatEvent({ id: '7' })).toBe('id: 7\n\n');
});

it('writes what comes, and comments while nothing does, until told to end', async () => {
  const end = new AbortController();
  async function* one(): AsyncGenerator<StreamedEvent> {
    yield { id: '1', event: 'hello', data: 1 };
    await new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()));
  }
  const server = await serve((response) => writeEventStream(response, one(), options(end.signal)));
  const response = await open(server);
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.includes(': still here')) end.abort();
  }
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(text).toContain('id: 1\nevent: hello\ndata: 1\n\n');
  await stop(server);
});

it('takes no more from the source than a slow reader takes, and cuts off one that takes nothing', async () => {
  let produced = 0;
  async function* endless(): AsyncGenerator<StreamedEvent> {
    for (; produced < 1_000_000; produced++) yield { data: 'x'.repeat(10_000) };
  }
  const cut = Promise.withResolvers<unknown>();
  const server = await serve((response) =>
    writeEventStream(response, endless(), options(forever.signal, 200)).then(cut.resolve, cut.reject),
  );
  const response = await open(server);
  response.pause();
  await expect(cut.promise).rejects.toThrow();
  expect(produced).toBeLessThan(5_000);
  response.destroy();
  await stop(server);
});
