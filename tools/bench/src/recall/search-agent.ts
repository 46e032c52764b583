import { canonicalJson, type Configuration, type Role } from '@ao/kernel';
import { strategies, strategyDefaults, type TrialResult } from '@ao/science';
import { score, type Knowledge, type Session, type Specialist, type TaskItem } from '@ao/specialists';

/** What an agent did on items: whether each was solved, and its score. */
export interface Outcomes {
  readonly solved: readonly boolean[];
  readonly scores: readonly number[];
}

/** Runs an open session on items, judged as the platform judges them. */
const runSession = async (session: Session, role: Role, items: readonly TaskItem[]): Promise<Outcomes> => {
  const outcomes: Outcomes & { solved: boolean[]; scores: number[] } = { solved: [], scores: [] };
  for (const { input, target } of items) {
    const judged = score(role, (await session.run(input)).output, target);
    outcomes.solved.push(judged.solved);
    outcomes.scores.push(judged.score);
  }
  return outcomes;
};

/** Runs one configuration on items. */
export const runConfiguration = async (
  { profile, open }: Specialist,
  configuration: Configuration,
  knowledge: Knowledge,
  items: readonly TaskItem[],
): Promise<Outcomes> => {
  const session = await open(configuration, knowledge);
  const outcomes = await runSession(session, profile.role, items);
  session.close();
  return outcomes;
};

/** A search in memory by the job's own strategy. */
export interface AgentSearch {
  readonly specialist: Specialist;
  readonly knowledge: Knowledge;
  /** What the search may score on. */
  readonly items: readonly TaskItem[];
  readonly candidates: number;
  readonly episodes: number;
  readonly seed: number;
}

/** What training an agent gives by its search alone: the configuration that it ranks first. */
export const searchAgent = async ({
  specialist,
  knowledge,
  items,
  candidates,
  episodes,
  seed,
}: AgentSearch): Promise<Configuration> => {
  const { searchSpace: space, defaults: incumbent } = specialist.profile;
  const options = { candidates, episodesBudget: episodes, itemsAvailable: items.length };
  const results: TrialResult[] = [];
  // A configuration that comes to another round stays open, as the harness keeps it.
  const sessions = new Map<string, Session>();
  for (;;) {
    const asked = strategies[strategyDefaults.name].ask({ space, seed, incumbent, options, results });
    if (asked.kind === 'done') return asked.ranking[0] ?? incumbent;
    if (asked.kind === 'wait') throw new Error('the search waits for a result that it never asked for');
    for (const { configuration, round, offset, count } of asked.trials) {
      const key = canonicalJson(configuration);
      const session = sessions.get(key) ?? (await specialist.open(configuration, knowledge));
      sessions.set(key, session);
      const { solved, scores } = await runSession(
        session,
        specialist.profile.role,
        items.slice(offset, offset + count),
      );
      results.push({
        key,
        configuration,
        round,
        episodes: solved.length,
        solved: solved.filter(Boolean).length,
        meanScore: scores.reduce((sum, each) => sum + each, 0) / solved.length,
      });
    }
  }
};
