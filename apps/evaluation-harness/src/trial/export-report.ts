import { evaluation } from '@ao/contracts';
import { runsPerItem, type Report, type TrialEvent } from '@ao/domain-evaluation';
import { publicReport } from './public-report.js';
import { DomainError } from '@ao/kernel';
import type { Database } from '../database.js';
import { outcomesOf } from './episode-log.js';
import { csvHeader, csvLines } from './export-csv.js';
import { measure } from './measure.js';
import { loadTrial, type StoredTrial } from './trial.store.js';

const atOnce = (): undefined => undefined;

/** The trial. Throws DomainError `not_found`. */
export const requireTrial = async ({ sql }: Database, trialId: string): Promise<StoredTrial> => {
  const stored = await loadTrial(sql, trialId);
  if (stored === undefined)
    throw new DomainError('not_found', `there is no trial ${JSON.stringify(trialId.slice(0, 200))}`);
  return stored;
};

interface Ending {
  readonly code: string;
  readonly reason: string;
  readonly report: Report;
}

/** How the trial ended, from the last event of its stream; while it runs, what is recorded so far. */
const endingOf = async (database: Database, stored: StoredTrial): Promise<Ending> => {
  const { trialId, version, state } = stored;
  if (state.status === 'running') return { code: '', reason: '', report: await measure(database, stored, atOnce) };
  const { events } = await database.log.read<TrialEvent>(`trial-${trialId}`, version - 1);
  const last = events[0]?.event;
  if (last?.type === 'TrialCompleted') return { code: '', reason: '', report: last.data.report };
  if (last?.type === 'TrialFailed') return last.data;
  throw new DomainError('internal', `trial ${trialId} ended without an end in its stream`);
};

/** The report as one JSON object with snake_case names. */
const jsonReport = async (database: Database, stored: StoredTrial): Promise<string> => {
  const { spec, state } = stored;
  const { code, reason, report } = await endingOf(database, stored);
  const text = {
    trial_id: spec.trialId,
    job_id: spec.jobId,
    mini_agent: spec.miniAgent,
    agent_version: spec.agentVersion,
    task_set: spec.taskSet,
    splits: spec.splits,
    order_seed: spec.orderSeed,
    reserved_items: spec.reservedItems ?? 0,
    runs_per_item: runsPerItem(spec),
    purpose: spec.purpose,
    arm: spec.arm,
    round: spec.round,
    configuration_hash: spec.configurationHash,
    configuration: spec.configuration,
    status: state.status,
    code,
    reason,
    report: evaluation.Report.toJSON(publicReport(report)),
  };
  return `${JSON.stringify(text, undefined, 2)}\n`;
};

async function* csvReport(database: Database, trialId: string): AsyncGenerator<string> {
  yield csvHeader;
  for await (const outcomes of outcomesOf(database, trialId)) yield csvLines(outcomes);
}

/** The export of a trial, piece by piece. Throws DomainError `not_found`, and `invalid_argument` for an unknown format. */
export async function* exportReport(database: Database, trialId: string, format: string): AsyncGenerator<string> {
  const stored = await requireTrial(database, trialId);
  switch (format) {
    case '':
    case 'json':
      return yield await jsonReport(database, stored);
    case 'csv':
      return yield* csvReport(database, trialId);
    default: {
      const message = 'must be "json" or "csv"';
      throw new DomainError('invalid_argument', `format ${message}`, [{ path: 'format', message }]);
    }
  }
}
