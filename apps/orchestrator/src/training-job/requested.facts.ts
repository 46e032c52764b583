import type { DecodedFact, orchestrator } from '@ao/contracts';
import {
  calibrationRules,
  gateRules,
  promotionRules,
  type Budget,
  type GateRules,
  type Hints,
  type TrainingRequest,
} from '@ao/domain-orchestrator';

const budget = ({ episodes, tokens, costMicros, wallMs }: Budget) => ({ episodes, tokens, costMicros, wallMs });

/** The hints as a message. */
export const hintsMessage = ({ preset, mode, diversity, recency, compression, budget: share, episodes }: Hints) => ({
  preset,
  mode,
  diversity,
  recency: recency ?? undefined,
  compression: compression ?? undefined,
  budget: share,
  episodes: episodes ?? undefined,
});

/** A margin as a message says it: negative where nothing is guarded. */
const margin = (value: number | null): number => value ?? -1;

const gateMessage = (rules: GateRules): orchestrator.Gate => ({
  alpha: rules.alpha,
  minGain: rules.minGain,
  futility: rules.futility,
  runsPerItem: rules.runsPerItem,
  confirmationItems: rules.confirmationItems,
  spending: rules.spending,
  holdoutLooks: rules.holdoutLooks,
  latencyMargin: margin(rules.latencyMargin),
  tokensMargin: margin(rules.tokensMargin),
  costMargin: margin(rules.costMargin),
  calibrationMargin: margin(rules.calibrationMargin),
  slices: rules.slices.map((slice) => ({ ...slice })),
  refusalMargin: margin(rules.refusalMargin),
  lengthMargin: margin(rules.lengthMargin),
});

/** What was asked for, every default filled in. */
export const requestedFact = (data: TrainingRequest): DecodedFact => ({
  type: 'orchestrator.job.requested',
  data: {
    jobId: data.jobId,
    category: 'agent_training',
    miniAgent: data.agent.id,
    agentVersion: data.agent.version,
    taskSet: `${data.taskSet.name}@${data.taskSet.hash}`,
    goal: data.goal,
    strategy: { ...data.strategy },
    budget: budget(data.budget),
    seed: data.seed,
    hints: hintsMessage(data.hints),
    topics: [...data.topics],
    tags: [...data.tags],
    slot: data.slot,
    subject: data.subject,
    gate: gateMessage(gateRules(data)),
    promotion: { ...promotionRules(data) },
    calibration: { ...calibrationRules(data), minCoverage: calibrationRules(data).minCoverage ?? 0 },
    mode: data.mode ?? 'full',
  },
});
