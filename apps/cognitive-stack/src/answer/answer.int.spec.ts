import type { cognition } from '@ao/contracts';
import { readFileSync } from 'node:fs';
import { testPostgres } from '@ao/postgres/testing';
import { until } from '@ao/testing';
import { serving, slot } from '../testing/serving.js';

const here = serving(testPostgres);
const { ask, inForce, canary, calibration, hash, log } = here;
const tempered = (raw: number): number => 1 / (1 + Math.sqrt((1 - raw) / raw));
const levels = (): unknown[] => here.neighbours.episodes.map(({ configuration }) => configuration?.['level']);

describe('an answer', () => {
  it('is given by the defaults where nothing is in force, and says so', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      output: 'yes',
      confidence: 0.8,
      rawConfidence: 0.8,
      slotVersion: 0,
      configurationHash: '',
      unitId: '',
      label: 'production',
      decision: 'answered',
      escalatedTo: '',
    });
    expect(answer.answerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(answer.receipt.length).toBeLessThanOrEqual(1024);
    expect(levels()).toEqual([1]);
  });

  it('is given by what is in force', async () => {
    inForce();
    expect(await ask()).toMatchObject({
      slotVersion: 4,
      configurationHash: hash('b'),
      unitId: 'u1',
      label: 'production',
    });
    expect(levels()).toEqual([2]);
  });

  it('is given by a built-in agent too', async () => {
    here.neighbours.slots.set('echo/qa', {
      configuration: { confidence: 0.8 },
      configurationHash: hash('e'),
      version: 1,
      unitId: 'u5',
      calibration: calibration(),
    });
    const answer = await ask({ slot: 'echo/qa', input: { text: 'back' } });
    expect(answer).toMatchObject({ output: { text: 'back' }, rawConfidence: 0.8, unitId: 'u5' });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
  });

  it.each<[string, Partial<cognition.AnswerRequest>, string, string[]]>([
    ['a slot that is none', { slot: 'plays' }, 'invalid_argument', ['slot']],
    ['a key that is too long', { key: 'k'.repeat(201) }, 'invalid_argument', ['key']],
    ['a label that is none', { label: 'previous' }, 'invalid_argument', ['label']],
    ['a candidate that there is not', { label: 'candidate' }, 'failed_precondition', ['label']],
    ['an unknown agent', { slot: 'nobody/qa' }, 'not_found', ['slot']],
    ['an unknown task set', { slot: 'plays/none' }, 'not_found', []],
    ['an agent that is away', { slot: 'gone/qa' }, 'unavailable', []],
  ])('is refused for %s', async (_, request, code, paths) => {
    const error = await ask(request).catch(
      (refusal: unknown) => refusal as { code: string; violations: { path: string }[] },
    );
    expect(error).toMatchObject({ code, violations: paths.map((path) => ({ path })) });
  });

  it.each([1.5, -0.1, Number.NaN])('is refused with a confidence of %s', async (confidence) => {
    await expect(ask({}, { output: 'yes', confidence })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(`a confidence of ${confidence}`),
    });
  });
});

describe('a canary', () => {
  it('takes its share, keeps to its keys, and leaves the rest to production', async () => {
    inForce({ canary: canary(0.3) });
    const keys = Array.from({ length: 100 }, (_, index) => `user-${index}`);
    const labels = async (): Promise<string[]> =>
      (await Promise.all(keys.map((key) => ask({ key })))).map(({ label }) => label);
    const first = await labels();
    expect(await labels()).toEqual(first);
    const taken = first.filter((label) => label === 'candidate').length;
    expect(Math.abs(taken - 30)).toBeLessThan(4 * Math.sqrt(100 * 0.3 * 0.7));
    expect(levels().filter((level) => level === 3)).toHaveLength(2 * taken);
  });

  it('is drawn anew for each answer without a key', async () => {
    inForce({ canary: canary(0.5) });
    const labels = (await Promise.all(Array.from({ length: 60 }, () => ask()))).map(({ label }) => label);
    expect(new Set(labels)).toEqual(new Set(['production', 'candidate']));
  });

  it('answers who asks for it, though its share is 0, and nobody else', async () => {
    inForce({ canary: canary(0) });
    expect(await ask({ label: 'candidate' })).toMatchObject({
      label: 'candidate',
      unitId: 'u2',
      configurationHash: hash('c'),
      slotVersion: 4,
    });
    expect(await ask({ label: 'production', key: 'a' })).toMatchObject({ label: 'production', unitId: 'u1' });
    expect(
      (await Promise.all(Array.from({ length: 20 }, () => ask()))).every(({ label }) => label === 'production'),
    ).toBe(true);
  });

  it('is calibrated by its own version', async () => {
    inForce({ canary: canary(0, { calibration: calibration() }) });
    expect((await ask({ label: 'candidate' })).confidence).toBeCloseTo(tempered(0.8), 9);
    expect((await ask()).confidence).toBe(0.8);
  });
});

describe('a version that abstains', () => {
  it('withholds what is under its threshold and shows both confidences', async () => {
    inForce({ calibration: calibration({}) });
    const answer = await ask();
    expect(answer).toMatchObject({ decision: 'abstained', output: undefined, rawConfidence: 0.8, escalatedTo: '' });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
    expect(await ask({}, { output: 'yes', confidence: 0.95 })).toMatchObject({ decision: 'answered', output: 'yes' });
  });

  it('withholds an answer without a confidence, which no threshold holds for', async () => {
    inForce({ calibration: calibration({}) });
    expect(await ask({}, { output: 'yes' })).toMatchObject({
      decision: 'abstained',
      output: undefined,
      confidence: undefined,
      rawConfidence: undefined,
    });
  });

  it('passes on that the agent declines', async () => {
    expect(await ask({}, { output: 'no comment', refused: true, confidence: 0.9 })).toMatchObject({
      decision: 'abstained',
      output: undefined,
    });
  });

  it("lets another slot answer, with that one's configuration, calibration and confidence", async () => {
    inForce({ calibration: calibration({ action: 'escalate', escalateTo: 'helps/qa' }) });
    here.neighbours.slots.set('helps/qa', {
      configuration: { level: 9 },
      configurationHash: hash('d'),
      version: 2,
      unitId: 'u9',
      calibration: calibration(),
      canary: canary(0.5, { configuration: { level: 10 } }),
    });
    const answer = await ask({}, { output: 'yes', confidence: 0.8, tokensIn: 3, tokensOut: 1 });
    expect(answer).toMatchObject({
      decision: 'escalated',
      output: 'yes',
      escalatedTo: 'helps/qa',
      unitId: 'u1',
      configurationHash: hash('b'),
      slotVersion: 4,
      label: 'production',
      tokensIn: 6,
      tokensOut: 2,
    });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
    expect(levels()).toEqual([2, 9]);
  });

  it('withholds where the other slot abstains, escalates on, or cannot answer', async () => {
    here.neighbours.slots.set('helps/qa', { calibration: calibration({}) });
    for (const [escalateTo, asked] of [
      ['helps/qa', 2],
      [slot, 1],
      ['nonsense', 1],
      ['', 1],
      ['nobody/qa', 1],
      ['helps/none', 1],
      ['gone/qa', 1],
    ] as const) {
      here.neighbours.episodes.length = 0;
      inForce({ calibration: calibration({ action: 'escalate', escalateTo }) });
      expect(await ask()).toMatchObject({
        decision: 'abstained',
        output: undefined,
        escalatedTo: '',
        rawConfidence: 0.8,
      });
      expect(here.neighbours.episodes).toHaveLength(asked);
    }
    // Where the other slot would have to be mended, the log says so.
    for (const escalateTo of ['nonsense', 'nobody/qa', 'helps/none', 'gone/qa'])
      await until(() => readFileSync(log, 'utf8').includes(`"escalateTo":"${escalateTo}"`));
    inForce({ calibration: calibration({ action: 'escalate', escalateTo: 'helps/qa' }) });
    here.neighbours.slots.set('helps/qa', { calibration: calibration({ action: 'escalate', escalateTo: slot }) });
    here.neighbours.episodes.length = 0;
    expect(await ask()).toMatchObject({ decision: 'abstained' });
    expect(here.neighbours.episodes).toHaveLength(2);
  });

  it('refuses to serve a calibration that it does not know', async () => {
    inForce({ calibration: { ...calibration(), method: 'astrology' } });
    await expect(ask()).rejects.toMatchObject({ code: 'failed_precondition' });
  });
});
