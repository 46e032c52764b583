import type { Session } from '../specialist.js';
import { sharedSessions } from './shared-sessions.js';

const made = () => {
  const log: string[] = [];
  const open = (name: string) => async (): Promise<Session> => {
    log.push(`open ${name}`);
    return { run: () => Promise.reject(new Error('not run')), close: () => void log.push(`close ${name}`) };
  };
  return { log, open };
};

it('opens a session once for all who ask at the same time', async () => {
  const { log, open } = made();
  const sessions = sharedSessions<Session>(2);
  await Promise.all([sessions.borrow('a', open('a')), sessions.borrow('a', open('a'))]);
  expect(log).toEqual(['open a']);
});

it('closes a session that was evicted, but not while it is used', async () => {
  const { log, open } = made();
  const sessions = sharedSessions<Session>(1);
  const a = await sessions.borrow('a', open('a'));
  const b = await sessions.borrow('b', open('b'));
  expect(log).toEqual(['open a', 'open b']);
  a.release();
  await Promise.resolve();
  expect(log).toEqual(['open a', 'open b', 'close a']);
  b.release();
  sessions.close();
  await Promise.resolve();
  expect(log.at(-1)).toBe('close b');
});

it('asks again for a session that did not open', async () => {
  const { log, open } = made();
  const sessions = sharedSessions<Session>(1);
  await expect(sessions.borrow('a', () => Promise.reject(new Error('no corpus')))).rejects.toThrow('no corpus');
  await sessions.borrow('a', open('a'));
  expect(log).toEqual(['open a']);
});
