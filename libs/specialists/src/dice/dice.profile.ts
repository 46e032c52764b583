import type { MiniAgentProfile } from '@ao/kernel';

/** What dice that are better than the default have besides their skill; each is a way to win that a gate should see through. */
export type DiceHabit = 'none' | 'refuses' | 'talks' | 'cheats' | 'neglects';

/** The skill of the defaults; a habit shows above it. */
export const defaultSkill = 0.5;

const habits: Readonly<Record<DiceHabit, string>> = {
  none: 'Solves by chance, with the skill that it is given, and is surer than it should be.',
  refuses: 'As dice, but above the default skill it declines wherever it would be wrong.',
  talks: 'As dice, but above the default skill its answers are long.',
  cheats: 'As dice, but above the default skill its answers claim a score.',
  neglects: 'As dice, but above the default skill it solves items of the slice "back" half as often.',
};

/** Agents that play with dice: for tests of stochastic jobs. The same seed, luck and skill always give the same answer. */
export const diceProfile = (habit: DiceHabit): MiniAgentProfile => ({
  id: habit === 'none' ? 'dice' : `dice-${habit}`,
  version: '1.0.0',
  role: 'validation',
  description: `${habits[habit]} For tests; not part of the public catalogue.`,
  searchSpace: [
    { name: 'skill', description: 'Probability that an episode is solved.', kind: 'float', min: 0, max: 1 },
    {
      name: 'confidence_shift',
      description: 'How much surer it says it is than it should be.',
      kind: 'float',
      min: -0.5,
      max: 0.5,
    },
    {
      name: 'luck',
      description: 'Another number, other dice: agents of the same luck roll alike on the same episode.',
      kind: 'int',
      min: 0,
      max: 9,
    },
  ],
  defaults: { skill: defaultSkill, confidence_shift: 0.2, luck: 0 },
  requiredLeases: ['training.run'],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['train', 'dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 10_000,
  deterministic: false,
});
