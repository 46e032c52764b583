import type { MiniAgentProfile } from '@ao/kernel';

/** An agent that costs nothing and knows nothing: for benchmarks and tests of the platform around it. */
export const echoProfile: MiniAgentProfile = {
  id: 'echo',
  version: '1.0.0',
  role: 'tooling',
  description:
    'Answers with its input, after a delay if asked for. For tests and benchmarks; not part of the public catalogue.',
  searchSpace: [
    { name: 'delay_ms', description: 'Milliseconds before the answer.', kind: 'int', min: 0, max: 5000 },
    { name: 'confidence', description: 'The confidence that it states.', kind: 'float', min: 0, max: 1 },
  ],
  defaults: { delay_ms: 0, confidence: 1 },
  requiredLeases: ['training.run'],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['train', 'dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 10_000,
  deterministic: true,
};
