import type { CanaryRow } from '@ao/contracts';
import type { CanaryOutcome } from '@ao/kernel';
import type { FactMeta, FactOf } from '../view/view.js';
import { timeOf } from '../view/fold-rules.js';

/** A candidate's share of its slot's traffic, and what became of it. */
export type Canary = CanaryRow;

type Started = Omit<Canary, 'status' | 'ended_at' | 'reason' | 'evidence'>;
type Ended = Pick<Canary, 'status' | 'reason' | 'evidence'> & { readonly ended_at: string };

/** What a fold remembers of one unit's canary: the newest of each fact, so that their order does not matter. */
export interface CanaryMemory {
  readonly started?: Started;
  readonly ended?: Ended;
}

/** The memory after a canary began. */
export const canaryStarted = (
  memory: CanaryMemory | undefined,
  { data }: FactOf<'logic.unit.canary_started'>,
  meta: FactMeta,
): CanaryMemory => {
  const { unitId: unit_id, slot, decisionId: decision_id, jobId: job_id, share, outcomes, alpha } = data;
  const started_at = timeOf(meta);
  if (memory?.started !== undefined && memory.started.started_at > started_at) return memory;
  return { ...memory, started: { unit_id, slot, decision_id, job_id, share, outcomes, alpha, started_at } };
};

/** The memory after a canary ended. */
export const canaryEnded = (
  memory: CanaryMemory | undefined,
  { data }: FactOf<'logic.unit.canary_ended'>,
  meta: FactMeta,
): CanaryMemory => {
  const ended_at = timeOf(meta);
  if (memory?.ended !== undefined && memory.ended.ended_at > ended_at) return memory;
  return {
    ...memory,
    ended: {
      status: data.outcome as CanaryOutcome,
      reason: data.reason || null,
      evidence: data.evidence ?? null,
      ended_at,
    },
  };
};

/** The canary that a memory tells of; null while its beginning is not known. */
export const canaryOf = ({ started, ended }: CanaryMemory = {}): Canary | null => {
  if (started === undefined) return null;
  if (ended === undefined || ended.ended_at < started.started_at)
    return { ...started, status: 'running', ended_at: null, reason: null, evidence: null };
  return { ...started, ...ended };
};

const isLater = (one: Canary, other: Canary): boolean =>
  one.started_at === other.started_at ? one.unit_id > other.unit_id : one.started_at > other.started_at;

/** Of several units' canaries, the one that began last. */
export const newestCanary = (memories: Readonly<Record<string, CanaryMemory>>): Canary | null =>
  Object.values(memories)
    .flatMap((memory) => canaryOf(memory) ?? [])
    .reduce<Canary | null>((newest, each) => (newest === null || isLater(each, newest) ? each : newest), null);
