import type { Json, MiniAgentProfile } from '@ao/kernel';
import { settingsOf } from '../settings/settings.js';
import type { Answer, Specialist } from '../specialist.js';

const troubles = ['none', 'throws', 'spins', 'eats_memory', 'eats_buffers'] as const;

/** An agent that misbehaves as it is told: for tests of the threads that hold it. */
export const troubledProfile: MiniAgentProfile = {
  id: 'troubled',
  version: '1.0.0',
  role: 'tooling',
  description:
    'Answers with its input, unless it is told to misbehave while it is fitted or where the input is "trouble". For tests; not part of the public catalogue.',
  searchSpace: [
    { name: 'fit', description: 'What it does while it is fitted.', kind: 'choice', values: [...troubles] },
    { name: 'run', description: 'What it does on the input "trouble".', kind: 'choice', values: [...troubles] },
  ],
  defaults: { fit: 'none', run: 'none' },
  requiredLeases: ['training.run'],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['train', 'dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 1_000,
  deterministic: true,
};

const spin = (): never => {
  for (;;) Math.sqrt(2);
};

const eat = (make: () => unknown): never => {
  const eaten: unknown[] = [];
  for (;;) eaten.push(make());
};

const misbehave = (trouble: string): void => {
  switch (trouble) {
    case 'throws':
      throw new Error('the agent is in trouble');
    case 'spins':
      return spin();
    case 'eats_memory':
      return eat(() => Array.from({ length: 10_000 }, (_, index) => `${index}`));
    case 'eats_buffers':
      return eat(() => new Float64Array(1_000_000).fill(1));
    default:
  }
};

const isTrouble = (input: Json): boolean =>
  input === 'trouble' || (typeof input === 'object' && input !== null && 'text' in input && input.text === 'trouble');

const answer = (output: Json): Answer => ({
  output,
  confidence: 1,
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0,
  memoryUtility: null,
});

/** Misbehaves as its configuration says. */
export const troubled: Specialist = {
  profile: troubledProfile,
  open: async (configuration) => {
    const settings = settingsOf(troubledProfile, configuration);
    misbehave(settings.text('fit'));
    return {
      run: (input) => {
        if (isTrouble(input)) misbehave(settings.text('run'));
        return answer(input);
      },
      close: () => undefined,
    };
  },
};
