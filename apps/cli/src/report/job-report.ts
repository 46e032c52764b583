import { contentNameIn } from '@ao/kernel';
import { changedParameters } from './patch.text.js';
import type { Gateway } from '../connection/gateway.js';
import {
  fetchDecisions,
  fetchLease,
  fetchLedger,
  fetchReports,
  fetchSlot,
  fetchSnapshot,
  fetchTaskSet,
  jobPath,
} from '../jobs/fetch.js';
import type { JobSnapshot } from '../jobs/progress.js';
import type { DecisionRow, JobRow, LeaseRow, Outcome, ReportRow, SlotRow } from '../jobs/rows.js';
import type { LedgerRow } from '../jobs/policy-rows.js';
import type { TaskSetRow } from '../task-sets/task-sets.text.js';
import {
  armTrials,
  compareOutcomes,
  compareReports,
  mainDecision,
  type ArmTrials,
  type Comparison,
  type Taken,
} from './comparison.js';

/** Everything that the platform shows of a job. */
export interface JobReport extends JobSnapshot {
  readonly reports: readonly ReportRow[];
  readonly decisions: readonly DecisionRow[];
  readonly lease: LeaseRow | null;
  readonly comparison: Comparison | null;
  /** What the job's slot serves now; null: the agent's defaults. */
  readonly slot: SlotRow | null;
  /** The error that the slot has spent over its life; null: none yet. */
  readonly ledger: LedgerRow | null;
  /** The version of the task set that was measured on; null: it is not known any more. */
  readonly taskSet?: TaskSetRow | null;
  /** Long texts of the patch, by their hash. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Above so many episodes the reports are pooled instead of reading every outcome. */
const readableEpisodes = 4_000;

const outcomesOf = async (gateway: Gateway, jobId: string, trials: readonly string[]): Promise<Outcome[]> => {
  const ordered: Outcome[] = [];
  for (const trial_id of trials) {
    const rows = await gateway.all<Outcome>(`${jobPath(jobId)}/episodes`, { trial_id });
    ordered.push(...rows.sort((a, b) => a.ordinal - b.ordinal));
  }
  return ordered;
};

const takenBy = ({ calibrations }: JobRow, decision: DecisionRow | undefined): Taken | undefined =>
  decision?.evidence
    ? {
        pairs: decision.evidence.pairs,
        runs: decision.evidence.policy.runsPerItem ?? 1,
        calibration: calibrations?.[decision.candidate_hash] ?? undefined,
      }
    : undefined;

const compare = async (
  gateway: Gateway,
  job: JobRow,
  arms: ArmTrials,
  known: Pick<JobReport, 'reports' | 'decisions'>,
): Promise<Comparison | null> => {
  const ids = [...arms.incumbent, ...arms.candidate];
  const episodes = known.reports
    .filter(({ trial_id }) => ids.includes(trial_id))
    .reduce((sum, report) => sum + report.episodes, 0);
  if (episodes === 0) return null;
  if (episodes > readableEpisodes) return compareReports(arms, known.reports);
  const incumbent = await outcomesOf(gateway, job.job_id, arms.incumbent);
  const candidate = await outcomesOf(gateway, job.job_id, arms.candidate);
  if (incumbent.length + candidate.length < episodes) return compareReports(arms, known.reports);
  return compareOutcomes(arms.purpose, incumbent, candidate, takenBy(job, mainDecision(known.decisions)));
};

/** Texts of a patch that are read at most: a report shows their beginnings. */
const mostTexts = 16;

/** The long texts in which candidate and incumbent differ; one that cannot be read is left out. */
const fetchTexts = async (
  gateway: Gateway,
  decision: DecisionRow | undefined,
): Promise<ReadonlyMap<string, string>> => {
  const { incumbent = {}, candidate = {} } = decision ?? {};
  const hashes = changedParameters(incumbent, candidate)
    .flatMap((name) => [incumbent[name], candidate[name]])
    .flatMap((value) => contentNameIn(value)?.hash ?? []);
  const texts = await Promise.all(
    [...new Set(hashes)]
      .slice(0, mostTexts)
      .map((hash) =>
        gateway.get<{ hash: string; text: string }>(`/orchestrator/contents/${hash}`).catch(() => undefined),
      ),
  );
  return new Map(texts.flatMap((each) => (each === undefined ? [] : [[each.hash, each.text] as const])));
};

/** Reads everything about a job; `snapshot` where the caller has it already. */
export const fetchJobReport = async (gateway: Gateway, jobId: string, snapshot?: JobSnapshot): Promise<JobReport> => {
  const { job, trials } = snapshot ?? (await fetchSnapshot(gateway, jobId));
  const [reports, decisions, lease, slot, ledger, taskSet] = await Promise.all([
    fetchReports(gateway, jobId),
    fetchDecisions(gateway, jobId),
    fetchLease(job, gateway),
    fetchSlot(job, gateway),
    fetchLedger(job, gateway),
    fetchTaskSet(job, gateway),
  ]);
  const arms = armTrials(trials, mainDecision(decisions));
  const comparison = arms === undefined ? null : await compare(gateway, job, arms, { reports, decisions });
  const texts = await fetchTexts(gateway, mainDecision(decisions));
  return { job, trials, reports, decisions, lease, slot, ledger, taskSet, comparison, texts };
};
