import {
  canonicalJson,
  DomainError,
  nameViolations,
  names,
  pathOf,
  shownText,
  unitLimits,
  when,
  type Decider,
  type FieldViolation,
  type MiniAgentProfile,
} from '@ao/kernel';
import { checkConfiguration, checkSearchSpace } from '@ao/science';

// Stored history: renaming a type or a field changes what was recorded.
export type CatalogueEvent =
  | {
      readonly type: 'AgentRegistered';
      readonly data: { readonly profile: MiniAgentProfile; readonly runtime: string };
    }
  | { readonly type: 'AgentArchived'; readonly data: { readonly agentId: string; readonly archived: boolean } };

export interface RegisterAgent {
  readonly type: 'RegisterAgent';
  readonly data: { readonly profile: MiniAgentProfile; readonly runtime: string };
}

/** Takes an agent out of use, or back into it. */
export interface ArchiveAgent {
  readonly type: 'ArchiveAgent';
  readonly data: { readonly agentId: string; readonly archived: boolean };
}

export type CatalogueCommand = RegisterAgent | ArchiveAgent;

/** A mini-agent and where it runs: "builtin", or "host:port" of its AgentService. */
export interface CatalogueEntry {
  readonly profile: MiniAgentProfile;
  readonly runtime: string;
  /** It starts no new jobs. */
  readonly archived: boolean;
}

/** Agents by id. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

const under = (path: string, violations: readonly FieldViolation[]): FieldViolation[] =>
  violations.map((violation) => ({ ...violation, path: pathOf(path, violation.path) }));

const amounts = {
  maxTokensPerEpisode: 'profile.max_tokens_per_episode',
  maxCostMicrosPerEpisode: 'profile.max_cost_micros_per_episode',
  episodeTimeoutMs: 'profile.episode_timeout_ms',
} as const;

const checkAmounts = (profile: MiniAgentProfile): FieldViolation[] =>
  (Object.keys(amounts) as (keyof typeof amounts)[]).flatMap((field) =>
    when(
      !Number.isSafeInteger(profile[field]) || profile[field] < 0,
      amounts[field],
      `must be a whole number of at least 0, not ${profile[field]}`,
    ),
  );

/** What is wrong with a space, under the path where it stands. */
export const checkSpace = (space: MiniAgentProfile['searchSpace'], path: string): FieldViolation[] =>
  under(path, checkSearchSpace(space));

/** What is wrong with a profile, if anything. */
export const checkProfile = (profile: MiniAgentProfile): FieldViolation[] => [
  ...nameViolations(names.agentId, 'profile.id', profile.id),
  ...nameViolations(names.version, 'profile.version', profile.version),
  ...when(
    profile.searchSplits.length === 0 || profile.searchSplits.includes('holdout'),
    'profile.search_splits',
    'must be train, dev or both: the search never sees the holdout',
  ),
  ...when(
    profile.searchSpace.length > unitLimits.parameters,
    'profile.search_space',
    `must have at most ${unitLimits.parameters} parameters`,
  ),
  ...checkSpace(profile.searchSpace, 'profile.search_space'),
  ...checkAmounts(profile),
  ...when(
    profile.maxConcurrency !== undefined &&
      !(Number.isSafeInteger(profile.maxConcurrency) && profile.maxConcurrency >= 1),
    'profile.max_concurrency',
    `must be a whole number of at least 1, not ${profile.maxConcurrency}`,
  ),
  ...under('profile.defaults', checkConfiguration(profile.searchSpace, profile.defaults)),
];

const register = ({ data }: RegisterAgent, agents: Catalogue): readonly CatalogueEvent[] => {
  const violations = checkProfile(data.profile);
  if (violations.length > 0)
    throw new DomainError('invalid_argument', `the profile of "${data.profile.id}" is not valid`, violations);
  const known = agents.get(data.profile.id);
  if (known && canonicalJson({ profile: known.profile, runtime: known.runtime }) === canonicalJson(data)) return [];
  if (known?.runtime === 'builtin' && data.runtime !== 'builtin')
    throw new DomainError('already_exists', `"${data.profile.id}" is a built-in agent: choose another id`);
  return [{ type: 'AgentRegistered', data }];
};

const archive = ({ data }: ArchiveAgent, agents: Catalogue): readonly CatalogueEvent[] => {
  const known = agents.get(data.agentId);
  if (known === undefined) throw new DomainError('not_found', `there is no mini-agent ${shownText(data.agentId)}`);
  return known.archived === data.archived ? [] : [{ type: 'AgentArchived', data }];
};

const evolve = (agents: Catalogue, { type, data }: CatalogueEvent): Catalogue => {
  switch (type) {
    case 'AgentRegistered': {
      const { profile, runtime } = data;
      return new Map(agents).set(profile.id, { profile, runtime, archived: agents.get(profile.id)?.archived ?? false });
    }
    case 'AgentArchived': {
      const known = agents.get(data.agentId);
      return known === undefined ? agents : new Map(agents).set(data.agentId, { ...known, archived: data.archived });
    }
  }
};

/** The mini-agents that can be trained. An agent that is registered again stays archived until it is taken back. */
export const catalogue: Decider<CatalogueCommand, CatalogueEvent, Catalogue> = {
  initial: new Map(),
  decide: (command, agents) => {
    switch (command.type) {
      case 'RegisterAgent':
        return register(command, agents);
      case 'ArchiveAgent':
        return archive(command, agents);
    }
  },
  evolve,
};
