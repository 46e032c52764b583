import { given } from '@ao/testing';
import type { MiniAgentProfile, Parameter } from '@ao/kernel';
import { catalogue, checkProfile, type RegisterAgent } from './catalogue.decider.js';

const k1: Parameter = { name: 'k1', description: '', kind: 'float', min: 0, max: 3 };
const profile: MiniAgentProfile = {
  id: 'recall',
  version: '1.0.0',
  role: 'recall',
  description: 'Finds documents.',
  searchSpace: [k1],
  defaults: { k1: 1 },
  requiredLeases: [],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 0,
  deterministic: true,
};
const register = (change: Partial<MiniAgentProfile> = {}, runtime = 'builtin'): RegisterAgent => ({
  type: 'RegisterAgent',
  data: { profile: { ...profile, ...change }, runtime },
});
const registered = { type: 'AgentRegistered', data: register().data } as const;

it('registers an agent, once', () => {
  given(catalogue).when(register()).then(registered);
  given(catalogue, registered).when(register()).thenNothing();
});

it('registers it again where it says something new', () => {
  const newer = register({ version: '1.0.1' });
  given(catalogue, registered).when(newer).then({ type: 'AgentRegistered', data: newer.data });
});

it('keeps the name of a built-in agent', () =>
  given(catalogue, registered).when(register({}, '127.0.0.1:7800')).thenRefused('already_exists'));

it.each<[string, Partial<MiniAgentProfile>]>([
  ['profile.id', { id: 'Mail Guard' }],
  ['profile.version', { version: '1.0' }],
  ['profile.search_splits', { searchSplits: ['dev', 'holdout'] }],
  ['profile.search_splits', { searchSplits: [] }],
  ['profile.defaults.k1', { defaults: { k1: 9 } }],
  // A job could be trained on it, and its proven promotion was then refused: the name has no JSON Pointer.
  ['profile.search_space.0.name', { searchSpace: [{ ...k1, name: 'top k' }], defaults: { 'top k': 1 } }],
  // A logarithmic scale from 0 has no first step: a search over it never ended.
  ['profile.search_space.0', { searchSpace: [{ ...k1, log: true }] }],
  ['profile.max_cost_micros_per_episode', { maxCostMicrosPerEpisode: -1 }],
  ['profile.episode_timeout_ms', { episodeTimeoutMs: 0.5 }],
  ['profile.search_space.1.name', { searchSpace: [k1, k1] }],
])('refuses a wrong %s before anything is recorded', (path, wrong) => {
  expect(checkProfile({ ...profile, ...wrong }).map((violation) => violation.path)).toEqual([path]);
  given(catalogue).when(register(wrong)).thenRefused('invalid_argument');
});

describe('archiving', () => {
  const archive = (archived: boolean, agentId = 'recall') =>
    ({ type: 'ArchiveAgent', data: { agentId, archived } }) as const;
  const archived = { type: 'AgentArchived', data: { agentId: 'recall', archived: true } } as const;

  it('takes an agent out of use and back, once each', () => {
    given(catalogue, registered).when(archive(true)).then(archived);
    given(catalogue, registered, archived).when(archive(true)).thenNothing();
    given(catalogue, registered, archived)
      .when(archive(false))
      .then({ ...archived, data: { agentId: 'recall', archived: false } });
  });

  it('needs an agent, and outlives its new versions', () => {
    given(catalogue, registered).when(archive(true, 'nobody')).thenRefused('not_found');
    given(catalogue, registered, archived).when(register()).thenNothing();
    const newer = { type: 'AgentRegistered', data: register({ version: '1.0.1' }).data } as const;
    expect([registered, archived, newer].reduce(catalogue.evolve, catalogue.initial).get('recall')?.archived).toBe(
      true,
    );
  });
});
