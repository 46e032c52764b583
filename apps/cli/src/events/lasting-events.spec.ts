import type { ServerResponse } from 'node:http';
import { stoodIn } from '../testing/stood-in.js';

const here = stoodIn();

const fact = (n: number): string =>
  `id: ${n}\ndata: ${JSON.stringify({ id: `f${n}`, type: 'a.b', key: 'k', time: '2026-11-23T05:29:11.123Z', data: {} })}\n\n`;
const head = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const problem = (status: number, code: string): { status: number; json: object } => ({
  status,
  json: { title: 'No', status, code, detail: code, errors: [] },
});

/** One answer a connection; the last one for all that follow. */
const connections = (...answers: readonly NonNullable<ReturnType<typeof here.answer>>[]): string[] => {
  const asked: string[] = [];
  here.answer = ({ path }) => {
    asked.push(path);
    return answers[Math.min(asked.length, answers.length) - 1];
  };
  return asked;
};

const ids = (out: string): string[] =>
  out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

it('goes on from its place after a break, without a line twice or too few', async () => {
  const asked = connections(
    (response) =>
      void head(response).write(`id: 4\n\n${fact(5)}${fact(6)}id: 7\ndata: {"id":`, () => response.destroy()),
    problem(503, 'unavailable'),
    problem(429, 'resource_exhausted'),
    (response) => void head(response).end(fact(7)),
    (response) => void head(response).end(`${fact(8)}: that was all\n\n`),
  );
  const { code, out, err } = await here.ao('events', '--from-start', '--snapshot', '--json');
  expect([code, ids(out)]).toEqual([0, ['f5', 'f6', 'f7', 'f8']]);
  expect(asked).toEqual([
    '/events?from_start=true&snapshot=true',
    '/events?snapshot=true&last_event_id=6',
    '/events?snapshot=true&last_event_id=6',
    '/events?snapshot=true&last_event_id=6',
    '/events?snapshot=true&last_event_id=7',
  ]);
  expect(err.match(/the platform is away/gu)).toHaveLength(2);
  expect(err.match(/the platform is back/gu)).toHaveLength(2);
});

it('keeps a place at which nothing has happened yet', async () => {
  const asked = connections(
    (response) => void head(response).end('id: 4\n\n'),
    (response) => void head(response).write(fact(5)),
  );
  const { code, out } = await here.ao('events', '--limit', '1', '--json');
  expect([code, ids(out), asked]).toEqual([0, ['f5'], ['/events', '/events?last_event_id=4']]);
});

it('does not wait for a platform that was never there, nor for what does not pass', async () => {
  connections(problem(401, 'unauthenticated'));
  expect((await here.ao('events')).code).toBe(1);
  const asked = connections((response) => void head(response).end(fact(5)), problem(400, 'out_of_range'));
  const { code, out, err } = await here.ao('events', '--json');
  expect([code, ids(out), asked.length]).toEqual([1, ['f5'], 2]);
  expect(err).toContain('out_of_range');
});
