import { standIn } from '../testing/stand-in-platform.js';
import { eventStream } from './event-stream.js';
import { gatewayAt } from './gateway.js';

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

it('reads events that arrive in pieces, and tells places and comments apart from events', async () => {
  const pieces = ['id: 0\n\n', 'id: 1\nevent: a.b\nda', 'ta: {"n":1}\n\n: still here\n\nid: 2\nda', 'ta: {"n":2}\n\n'];
  const platform = await standIn(() => (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  const gateway = gatewayAt({ url: platform.url, grpcAddress: '', token: 't', tokenFile: '' });
  const events = await collect(eventStream(gateway, '/events', { type: 'a.' }, new AbortController().signal));
  expect(events).toEqual([
    { kind: 'place', id: '0' },
    { kind: 'event', id: '1', data: '{"n":1}' },
    { kind: 'comment', text: 'still here' },
    { kind: 'event', id: '2', data: '{"n":2}' },
  ]);
  expect(platform.received[0]?.path).toBe('/events?type=a.');
  await platform.close();
});

it('ends quietly when told to', async () => {
  const stop = new AbortController();
  const platform = await standIn(
    () => (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n'),
  );
  const gateway = gatewayAt({ url: platform.url, grpcAddress: '', token: 't', tokenFile: '' });
  const seen: string[] = [];
  for await (const item of eventStream(gateway, '/events', {}, stop.signal)) {
    seen.push(item.kind === 'event' ? item.data : item.kind);
    stop.abort();
  }
  expect(seen).toEqual(['1']);
  await platform.close();
});
