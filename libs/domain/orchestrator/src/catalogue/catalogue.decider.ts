import { canonicalJson, DomainError, type Decider, type FieldViolation, type MiniAgentProfile } from '@ao/kernel';
import { checkConfiguration } from '@ao/science';

// Stored history: renaming a type or a field changes what was recorded.
export interface CatalogueEvent {
  readonly type: 'AgentRegistered';
  readonly data: { readonly profile: MiniAgentProfile; readonly runtime: string };
}

export interface RegisterAgent {
  readonly type: 'RegisterAgent';
  readonly data: { readonly profile: MiniAgentProfile; readonly runtime: string };
}

/** A mini-agent and where it runs: "builtin", or "host:port" of its AgentService. */
export interface CatalogueEntry {
  readonly profile: MiniAgentProfile;
  readonly runtime: string;
}

/** Agents by id. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

const identifier = /^[a-z][a-z0-9-]{0,62}$/;
const semver = /^\d+\.\d+\.\d+([-+][\w.+-]+)?$/;
const when = (wrong: boolean, path: string, message: string): FieldViolation[] => (wrong ? [{ path, message }] : []);

/** What is wrong with a profile, if anything. */
export const checkProfile = (profile: MiniAgentProfile): FieldViolation[] => [
  ...when(!identifier.test(profile.id), 'profile.id', 'must match [a-z][a-z0-9-]{0,62}'),
  ...when(!semver.test(profile.version), 'profile.version', 'must be a semantic version such as 1.0.0'),
  ...when(
    profile.searchSplits.length === 0 || profile.searchSplits.includes('holdout'),
    'profile.search_splits',
    'must be train, dev or both: the search never sees the holdout',
  ),
  ...when(profile.searchSpace.length > 100, 'profile.search_space', 'must have at most 100 parameters'),
  ...checkConfiguration(profile.searchSpace, profile.defaults).map(({ path, message }) => ({
    path: `profile.defaults.${path}`,
    message,
  })),
];

const decide = ({ data }: RegisterAgent, agents: Catalogue): readonly CatalogueEvent[] => {
  const violations = checkProfile(data.profile);
  if (violations.length > 0)
    throw new DomainError('invalid_argument', `the profile of "${data.profile.id}" is not valid`, violations);
  const known = agents.get(data.profile.id);
  if (known && canonicalJson(known) === canonicalJson(data)) return [];
  if (known?.runtime === 'builtin' && data.runtime !== 'builtin')
    throw new DomainError('already_exists', `"${data.profile.id}" is a built-in agent: choose another id`);
  return [{ type: 'AgentRegistered', data }];
};

/** The mini-agents that can be trained. */
export const catalogue: Decider<RegisterAgent, CatalogueEvent, Catalogue> = {
  initial: new Map(),
  decide,
  evolve: (agents, { data }) => new Map(agents).set(data.profile.id, { profile: data.profile, runtime: data.runtime }),
};
