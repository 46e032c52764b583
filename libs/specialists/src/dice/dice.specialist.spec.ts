import type { Configuration } from '@ao/kernel';
import { inMemoryKnowledge } from '../knowledge/in-memory-knowledge.js';
import { checkItem } from '../scoring/check-item.js';
import { score } from '../scoring/score.js';
import type { Answer } from '../specialist.js';
import { diceItems } from './dice.items.js';
import { diceAgents } from './dice.specialist.js';

const items = diceItems(2000);

/** What an agent answers to every item, each with a seed of its own, and whether it was right. */
const play = async (
  id: string,
  configuration: Configuration,
): Promise<readonly (Answer & { readonly solved: boolean; readonly slice: unknown })[]> => {
  const agent = diceAgents.find(({ profile }) => profile.id === id);
  const session = await agent?.open(configuration, inMemoryKnowledge([]));
  return items.map(({ input, target, metadata }, seed) => {
    const answer = session?.run(input, { seed }) as Answer;
    return { ...answer, solved: score('validation', answer.output, target).solved, slice: metadata?.['slice'] };
  });
};

const share = <T>(values: readonly T[], holds: (value: T) => boolean): number =>
  values.filter(holds).length / values.length;
const solveRate = async (id: string, configuration: Configuration): Promise<number> =>
  share(await play(id, configuration), ({ solved }) => solved);

it('plays items of its role', () => {
  expect(
    items.flatMap(({ id, input, target, metadata }) =>
      checkItem('validation', { id, input, target, metadata: metadata ?? {} }),
    ),
  ).toEqual([]);
});

it.each(diceAgents.map(({ profile }) => profile.id).filter((id) => id !== 'dice-neglects'))(
  '%s solves as often as its skill says',
  async (id) => {
    for (const skill of [0, 0.3, 0.8, 1]) expect(Math.abs((await solveRate(id, { skill })) - skill)).toBeLessThan(0.04);
  },
);

it('answers the same with the same seed and luck, and not alike with other luck', async () => {
  const [one, again, other] = await Promise.all(
    [{ luck: 1 }, { luck: 1 }, { luck: 2 }].map((configuration) => play('dice', configuration)),
  );
  expect(one).toEqual(again);
  expect(share(one ?? [], ({ solved }) => solved)).not.toBe(share(other ?? [], ({ solved }) => solved));
});

it('rolls anew where no seed is given', async () => {
  const session = await diceAgents[0]?.open({}, inMemoryKnowledge([]));
  const answers = Array.from({ length: 100 }, () => JSON.stringify(session?.run({ text: 'heads' })));
  expect(new Set(answers).size).toBeGreaterThan(50);
});

it('is right as often as it says only without a shift', async () => {
  const gap = async (shift: number): Promise<number> => {
    const answers = await play('dice', { skill: 0.5, confidence_shift: shift });
    return (
      answers.reduce((sum, { confidence, solved }) => sum + (confidence ?? 0) - Number(solved), 0) / answers.length
    );
  };
  expect(Math.abs(await gap(0))).toBeLessThan(0.04);
  expect(await gap(0.3)).toBeGreaterThan(0.15);
});

describe('a habit', () => {
  it('shows above the default skill alone', async () => {
    for (const { profile } of diceAgents) expect(await play(profile.id, {})).toEqual(await play('dice', {}));
  });

  it('refuses where it would be wrong', async () => {
    const answers = await play('dice-refuses', { skill: 0.8 });
    expect(
      answers.every(({ solved, refused, output }) =>
        solved ? refused === undefined : refused === true && output === null,
      ),
    ).toBe(true);
  });

  it('talks', async () => {
    expect((await play('dice-talks', { skill: 0.8 })).every(({ output }) => JSON.stringify(output).length > 300)).toBe(
      true,
    );
  });

  it('claims a score', async () => {
    expect(
      (await play('dice-cheats', { skill: 0.8 })).every(({ output }) => Object.hasOwn(output as object, 'score')),
    ).toBe(true);
  });

  it('neglects the slice back', async () => {
    const answers = await play('dice-neglects', { skill: 0.8 });
    expect(
      Math.abs(
        share(
          answers.filter(({ slice }) => slice === 'back'),
          ({ solved }) => solved,
        ) - 0.4,
      ),
    ).toBeLessThan(0.05);
    expect(
      Math.abs(
        share(
          answers.filter(({ slice }) => slice === 'front'),
          ({ solved }) => solved,
        ) - 0.8,
      ),
    ).toBeLessThan(0.05);
  });
});

it('refuses an input of another shape', async () => {
  const session = await diceAgents[0]?.open({}, inMemoryKnowledge([]));
  expect(() => session?.run('heads')).toThrow('input.text');
});
