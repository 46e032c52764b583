import { patient, until } from './until.js';

it('gives the answer once it is there, past errors and empty answers', async () => {
  const answers = [undefined, null, false, new Error('away'), 0];
  expect(
    await until(() => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    }),
  ).toBe(0);
  expect(answers).toEqual([]);
});

it('says what it waited for, and what was wrong last', async () => {
  await expect(
    until(
      () => {
        throw new Error('nobody is home');
      },
      'the door opens',
      1,
    ),
  ).rejects.toThrow(/the door opens; last: nobody is home/);
});

it('waits longer where the machine is slow, and never less than was asked', () => {
  const { AO_TEST_PATIENCE: kept } = process.env;
  process.env['AO_TEST_PATIENCE'] = '7.0123';
  expect(Number.isInteger(patient(1))).toBe(true);
  expect(patient(100)).toBeGreaterThanOrEqual(700);
  process.env['AO_TEST_PATIENCE'] = '0.1';
  expect(patient(100)).toBeGreaterThanOrEqual(100);
  process.env['AO_TEST_PATIENCE'] = kept;
});
