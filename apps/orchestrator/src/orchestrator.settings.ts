import { z } from 'zod';
import { flag } from '@ao/config';
import { operatorGateDefaults, type OperatorGate } from '@ao/domain-orchestrator';

const share = z.coerce.number().gt(0, 'must lie between 0 and 1').lt(1, 'must lie between 0 and 1');
const margin = z.union([
  z.literal('none').transform(() => null),
  z.coerce.number('must be a share of at least 0, or "none"').min(0),
]);

/** What the orchestrator reads from the environment besides what every service does. */
export const orchestratorEnvironment = {
  AO_GATE_ALPHA: share
    .default(operatorGateDefaults.alpha)
    .describe('Probability at most with which a slot, over its whole life, promotes a candidate that is no better'),
  AO_GATE_MIN_GAIN: share
    .default(operatorGateDefaults.minGain)
    .describe('Smallest gain in solve rate that is worth having; aims the test'),
  AO_GATE_LATENCY_MARGIN: margin
    .default(operatorGateDefaults.latencyMargin)
    .describe('Share more time that a candidate may take; none: latency is not guarded'),
  AO_GATE_LATENCY_FLOOR_MS: z.coerce
    .number()
    .gt(0)
    .max(60_000)
    .default(operatorGateDefaults.latencyFloorMs)
    .describe('Differences in latency far below it count little, in milliseconds'),
  AO_GATE_TOKENS_MARGIN: margin
    .default(operatorGateDefaults.tokensMargin)
    .describe('Share more tokens that a candidate may take; none: tokens are not guarded'),
  AO_JOB_STALL_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(30 * 24 * 60 * 60 * 1000)
    .default(10 * 60 * 1000)
    .describe('A job of which nothing moves for so long is marked as standing still, in milliseconds'),
  AO_JOB_SWEEP_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(1_000)
    .describe('Pause between two looks for jobs whose wall time is over, in milliseconds'),
  AO_TEST_AGENTS: flag.default(false).describe('Whether the agents for tests can be trained'),
};

/** How the orchestrator works. */
export interface OrchestratorSettings {
  readonly testAgents: boolean;
  readonly gate: OperatorGate;
  /** A job that has not moved for so long is said to stand still; milliseconds. */
  readonly jobStallMs: number;
  /** Milliseconds between two looks for overdue jobs. */
  readonly jobSweepMs: number;
}

/** The settings that an environment gives. */
export const orchestratorSettings = (
  config: z.output<z.ZodObject<typeof orchestratorEnvironment>>,
): OrchestratorSettings => ({
  testAgents: config.AO_TEST_AGENTS,
  jobStallMs: config.AO_JOB_STALL_MS,
  jobSweepMs: config.AO_JOB_SWEEP_MS,
  gate: {
    alpha: config.AO_GATE_ALPHA,
    minGain: config.AO_GATE_MIN_GAIN,
    latencyMargin: config.AO_GATE_LATENCY_MARGIN,
    latencyFloorMs: config.AO_GATE_LATENCY_FLOOR_MS,
    tokensMargin: config.AO_GATE_TOKENS_MARGIN,
  },
});
