import type { Streams } from './line.js';

/** An agent and a task set. */
export const catalogueStory: Streams = {
  recall: [
    {
      type: 'agent.registered',
      data: {
        profile: {
          id: 'recall',
          version: '1.0.0',
          role: 'recall',
          description: 'Finds.',
          searchSpace: [],
          defaults: { k1: 1.2 },
          requiredLeases: [],
          taskSets: ['questions'],
          tools: [],
          models: [],
          searchSplits: ['dev'],
          maxTokensPerEpisode: 0,
          maxCostMicrosPerEpisode: 0,
          episodeTimeoutMs: 0,
          deterministic: true,
        },
        runtime: 'builtin',
      },
    },
  ],
  questions: [
    {
      type: 'taskset.registered',
      data: {
        taskSet: {
          name: 'questions',
          hash: 'abc',
          role: 'recall',
          train: 1,
          dev: 2,
          holdout: 3,
          documents: 4,
          source: 'npm:x@1',
          licence: 'MIT',
        },
      },
    },
  ],
};
