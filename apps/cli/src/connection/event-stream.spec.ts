import { standIn } from '../testing/stand-in-platform.js';
import { eventStream } from './event-stream.js';
import { gatewayAt } from './gateway.js';

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

it('reads events that arrive in pieces, and passes over comments', async () => {
  const pieces = ['id: 1\nevent: a.b\nda', 'ta: {"n":1}\n\n: still here\n\nid: 2\nda', 'ta: {"n":2}\n\n'];
  const platform = await standIn(() => (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  const gateway = gatewayAt({ url: platform.url, grpcAddress: '', token: 't', tokenFile: '' });
  const events = await collect(eventStream(gateway, '/events', { type: 'a.' }, new AbortController().signal));
  expect(events.map(({ id, data }) => [id, data])).toEqual([
    ['1', '{"n":1}'],
    ['2', '{"n":2}'],
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
  for await (const { data } of eventStream(gateway, '/events', {}, stop.signal)) {
    seen.push(data);
    stop.abort();
  }
  expect(seen).toEqual(['1']);
  await platform.close();
});
