/** What the platform reads at registration: agent.v1.MiniAgentProfile. */
export const profile = {
  id: 'keyword-guard',
  version: '1.1.0',
  role: 'validation',
  description: 'Tells spam from ham by the words that either likes.',
  search_space: [
    {
      name: 'threshold',
      description: 'Probability from which a mail is called spam.',
      float_range: { min: 0.05, max: 0.95 },
    },
    { name: 'spam_word_weight', description: 'Log-odds per word that spam likes.', float_range: { min: 0, max: 3 } },
    {
      name: 'ham_word_weight',
      description: 'Log-odds per word that ham likes, against spam.',
      float_range: { min: 0, max: 3 },
    },
  ],
  defaults: { threshold: 0.5, spam_word_weight: 1, ham_word_weight: 1 },
  required_leases: ['training.run'],
  task_sets: ['spam-assassin'],
  tools: [],
  models: [],
  search_splits: ['train', 'dev'],
  max_tokens_per_episode: 4000,
  max_cost_micros_per_episode: 0,
  episode_timeout_ms: 2000,
  deterministic: true,
} as const;
