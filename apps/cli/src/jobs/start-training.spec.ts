import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import { styleFor } from '../terminal/terminal.js';
import { parseBudget } from './resume.command.js';
import { slotErrorText } from './slot-error.text.js';
import { startTraining } from './start-training.js';

const started = { job_id: 'j1', corr_id: 'c', version: 1 };

/** A session whose platform answers so, one answer after the other. */
const sessionWith = (answers: readonly (Failure | object)[]) => {
  const bodies: { idempotency_key?: string }[] = [];
  const said: string[] = [];
  const post = async (_: string, body: object) => {
    const answer = answers[bodies.length];
    bodies.push(body);
    if (answer instanceof Failure) throw answer;
    return answer;
  };
  const terminal = { err: { write: (text: string) => said.push(text) } };
  const session = { gateway: { post }, terminal, signal: new AbortController().signal } as unknown as Session;
  return { session, bodies, said };
};

const away = (code: string, detail?: string): Failure =>
  new Failure(exitCodes.unreachable, { title: 'Deadline exceeded', code, detail });

it('sends a key of its own, and asks again for the same job while the platform is busy', async () => {
  const { session, bodies, said } = sessionWith([away('deadline_exceeded'), away('unavailable'), started]);
  expect(await startTraining(session, 'recall', {})).toEqual(started);
  expect(new Set(bodies.map(({ idempotency_key }) => idempotency_key)).size).toBe(1);
  expect(bodies[0]?.idempotency_key).toMatch(/^[0-9a-f-]{36}$/);
  expect(said).toHaveLength(1);
});

it('does not ask again where nothing listens, or where the request is refused', async () => {
  const refused = sessionWith([away('unavailable', 'the connection was refused')]);
  await expect(startTraining(refused.session, 'recall', {})).rejects.toMatchObject({ exitCode: exitCodes.unreachable });
  const wrong = sessionWith([new Failure(exitCodes.failed, { title: 'no', code: 'invalid_argument' })]);
  await expect(startTraining(wrong.session, 'recall', {})).rejects.toMatchObject({ problem: { title: 'no' } });
  expect([refused.bodies.length, wrong.bodies.length]).toEqual([1, 1]);
});

it('says what a job may take of the life of its slot', () => {
  const style = styleFor({ isTTY: false, columns: 80 } as never, {});
  const slot_error = {
    ...{ slot: 'recall/set', test: 2, alpha: 0.0076, comparisons: 3, most: 0.0142 },
    ...{ slot_alpha: 0.05, spent: 0.03, left: 0.0058 },
  };
  const text = slotErrorText({ ...started, slot_error }, style).replaceAll('\n', ' ');
  expect(text).toMatch(/Test 2 in the life of the slot recall\/set/);
  expect(text).toMatch(/0\.0076 \(15\.2 % of the 0\.05/);
  expect(text).toMatch(/0\.0058 \(11\.6 %\) would be left/);
  expect(slotErrorText({ ...started, slot_error: null }, style)).toMatch(/only searches/);
  expect(slotErrorText(started, style)).toBe('');
});

it.each([
  ['2000', { episodes: 2000 }],
  ['episodes=5, cost_micros=7', { episodes: 5, cost_micros: 7 }],
  ['wall_ms=600000', { wall_ms: 600_000 }],
])('reads the budget %s', (text, budget) => expect(parseBudget(text)).toEqual(budget));

it.each(['', 'hours=3', 'episodes=-1', 'episodes=', '1.5'])('refuses the budget %s', (text) =>
  expect(() => parseBudget(text)).toThrow(/must be/),
);
