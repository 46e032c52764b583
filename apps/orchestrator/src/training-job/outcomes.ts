import type { evaluation } from '@ao/contracts';
import type { BlockOutcomes } from '@ao/domain-orchestrator';
import type { CallContextOptions, RpcClient } from '@ao/rpc';
import { recalibrated, type Label, type VersionCalibration } from '@ao/science';

type Evaluation = RpcClient<evaluation.EvaluationServiceClient>;

const round = (value: number): number => Math.round(value * 1000) / 1000;

export const readOutcomes = async (
  client: Evaluation,
  trialId: string,
  context: CallContextOptions,
): Promise<evaluation.Outcome[]> => {
  const found: evaluation.Outcome[] = [];
  for await (const { outcomes } of client.listOutcomes({ trialId }, { ...context, deadlineMs: 30_000 }))
    found.push(...outcomes);
  return found.sort((a, b) => a.ordinal - b.ordinal);
};

/** The outcomes of a trial and of those that continue it: where both ran an episode, the later one counts. */
const readAll = async (
  client: Evaluation,
  trialIds: readonly string[],
  context: CallContextOptions,
): Promise<evaluation.Outcome[]> => {
  const found = await Promise.all(trialIds.map((trialId) => readOutcomes(client, trialId, context)));
  const byOrdinal = new Map(found.flat().map((outcome) => [outcome.ordinal, outcome]));
  return [...byOrdinal.values()].sort((a, b) => a.ordinal - b.ordinal);
};

const bits = (outcomes: readonly evaluation.Outcome[], of: (outcome: evaluation.Outcome) => boolean): string =>
  outcomes.map((outcome) => (of(outcome) ? '1' : '0')).join('');

/** Runs of one arm, the runs of an item together. */
const blockOf = (outcomes: readonly evaluation.Outcome[], calibration: VersionCalibration | null): BlockOutcomes => ({
  solved: bits(outcomes, ({ solved }) => solved),
  latencyMs: outcomes.map(({ latencyMs }) => round(latencyMs)),
  tokens: outcomes.map(({ tokensIn, tokensOut }) => tokensIn + tokensOut),
  score: outcomes.map(({ score }) => score),
  confidence: outcomes.map(({ confidence }) =>
    confidence === undefined ? null : recalibrated(calibration, confidence),
  ),
  costMicros: outcomes.map(({ costMicros }) => costMicros),
  refused: bits(outcomes, ({ refused }) => refused),
  outputChars: outcomes.map(({ outputChars }) => outputChars),
  touchedScorer: bits(outcomes, ({ touchedScorer }) => touchedScorer),
});

/** Which outcomes are asked for, and how their confidences are served. */
interface Asked {
  /** The trial, and those that continue it. */
  readonly trialIds: readonly string[];
  /** The first so many runs of the trial: a block may be shorter than a trial that an earlier finalist had run. */
  readonly runs: number;
  readonly calibration: VersionCalibration | null;
}

/** The outcomes of one block of one arm, in the seed's item order, with confidences as they would be served. At most a block's worth of episodes is held. */
export const blockOutcomes = async (
  client: Evaluation,
  { trialIds, runs, calibration }: Asked,
  context: CallContextOptions,
) => {
  const outcomes = (await readAll(client, trialIds, context)).slice(0, runs);
  const items = outcomes.filter(({ run }) => run === 0);
  return {
    itemIds: items.map(({ itemId }) => itemId),
    slices: items.map(({ slice }) => slice),
    outcomes: blockOf(outcomes, calibration),
  };
};

/** What calibrators are fitted on: the confidences and ends of these trials on dev, each item once. Never train, which an agent may have learnt from. */
export const devLabels = async (
  client: Evaluation,
  trialIds: readonly string[],
  context: CallContextOptions,
): Promise<readonly Label[]> => {
  const labels = new Map<string, Label>();
  for (const trialId of trialIds) {
    for (const { itemId, split, confidence, solved } of await readOutcomes(client, trialId, context))
      if (split === 'dev' && confidence !== undefined) labels.set(itemId, { confidence, solved });
  }
  return [...labels.values()];
};
