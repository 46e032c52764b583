import {
  budgetLimits,
  calibrationChoices,
  goals,
  promotionModes,
  searchModes,
  searchStrategies,
  spendingRules,
  trainingLimits,
  trainingPresets,
} from '@ao/kernel';
import { z } from 'zod';
import { startTrainingBody } from './training.schemas.js';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly enum?: readonly string[];
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

const document = z.toJSONSchema(startTrainingBody, { io: 'input' }) as Node;
const at = (...path: readonly string[]): Node =>
  path.reduce<Node>((node, name) => {
    const within = node.anyOf?.find(({ properties }) => properties !== undefined) ?? node;
    return within.properties?.[name] ?? {};
  }, document);

it('publishes the limits of the rules', () => {
  expect(at('strategy', 'candidates').maximum).toBe(trainingLimits.candidates);
  expect(at('hints', 'episodes').maximum).toBe(trainingLimits.episodesEach);
  expect(at('gate', 'runs_per_item').maximum).toBe(trainingLimits.runsPerItem);
  expect(at('topics').maxItems).toBe(trainingLimits.topics);
  expect(at('gate', 'slices').maxItems).toBe(trainingLimits.slices);
  expect(at('budget', 'wall_ms').maximum).toBe(budgetLimits.wallMs);
  expect(at('budget', 'cost_micros').maximum).toBe(budgetLimits.costMicros);
});

it('publishes the lists of the rules', () => {
  expect(at('goal').enum).toEqual([...goals]);
  expect(at('strategy', 'name').enum).toEqual([...searchStrategies]);
  expect(at('hints', 'preset').enum).toEqual([...trainingPresets]);
  expect(at('hints', 'mode').enum).toEqual([...searchModes]);
  expect(at('gate', 'spending').enum).toEqual([...spendingRules]);
  expect(at('promotion', 'mode').enum).toEqual([...promotionModes]);
  expect(at('calibration', 'method').enum).toEqual([...calibrationChoices]);
});

it('publishes the patterns of the names', () => {
  expect(at('mini_agent').pattern).toContain('[a-z][a-z0-9-]{0,62}');
  expect(at('calibration', 'escalate_to').pattern).toContain('/');
});

it.each([
  ['mini_agent', { mini_agent: 'Mail Guard' }, /^must be lower-case letters.*, not "Mail Guard"$/],
  ['goal', { goal: 'wins' }, /^must be one of solve_rate, score, pass_k, calibration, not "wins"$/],
  ['strategy', { strategy: 'guess' }, /./],
  ['strategy.candidates', { strategy: { candidates: 1_001 } }, /^must be a whole number from 0 to 1000, not 1001$/],
  ['hints.preset', { hints: { preset: '' } }, /^must be one of quick, balanced, thorough, not ""$/],
  ['topics.0', { topics: [''] }, /^must have 1 to 100 characters$/],
  ['calibration.escalate_to', { calibration: { escalate_to: 'recall' } }, /^must be "<agent>\/<task set>"/],
])('says of a wrong %s what would be right', (path, wrong, message) => {
  const { error } = startTrainingBody.safeParse({ mini_agent: 'recall', ...wrong });
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  expect(error?.issues[0]?.message).toMatch(message);
});
