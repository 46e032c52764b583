import { filtersOf, type FactType, topics } from '@ao/contracts';
import { calibrationRow } from '../calibration/calibration-row.js';
import { canaryEnded, canaryStarted } from '../canary/canary.js';
import { isOld, owned, seen, snakeCase, timeOf } from '../view/fold-rules.js';
import type { FactMeta, FactOf, Rule, View } from '../view/view.js';
import { inPhase, withCandidate, withSpend, withTrial } from './jobs.progress.js';
import { unknownJob, withStatus, type JobApproval, type JobRow, type Spend } from './jobs.row.js';

type JobFactType = {
  [Type in FactType]: FactOf<Type>['data'] extends { readonly jobId: string } ? Type : never;
}[FactType];

type Change<Type extends FactType> = (row: JobRow, fact: FactOf<Type>, meta: FactMeta) => JobRow | Partial<JobRow>;

const unchanged = (): Partial<JobRow> => ({});

/** A fact of the job's own stream: what it changes, unless the row has seen a later one. */
const own = <Type extends JobFactType>(change: Change<Type>): Rule<JobRow, Type> => ({
  row: ({ data }) => data.jobId || undefined,
  fold: (row, fact, meta) => {
    if (isOld(row, meta)) return row;
    const known = row ?? unknownJob(fact.data.jobId);
    return withStatus({ ...known, ...change(known, fact, meta), ...owned(row, meta) });
  },
});

/** A fact of one of the job's trials or units: it may come before or after any fact of the job. */
const ofOther = <Type extends JobFactType>(change: Change<Type>): Rule<JobRow, Type> => ({
  row: ({ data }) => data.jobId || undefined,
  fold: (row, fact, meta) => {
    const known = row ?? unknownJob(fact.data.jobId);
    return withStatus({ ...known, ...change(known, fact, meta), ...seen(row, meta) });
  },
});

const ended = (_status: JobRow['status'], meta: FactMeta): Pick<JobRow, '_status' | 'ended_at'> => ({
  _status,
  ended_at: timeOf(meta),
});

const said = (
  row: JobRow,
  state: JobApproval['state'],
  { decisionId, subject, reason }: { decisionId: string; subject: string; reason: string },
): Partial<JobRow> => ({
  approval: { state, decision_id: decisionId, unit_id: row.approval?.unit_id ?? row.unit_id, subject, reason },
});

const withCanary = (row: JobRow, unitId: string, memory: JobRow['_canaries'][string]): Partial<JobRow> => ({
  _canaries: { ...row._canaries, [unitId]: memory },
});

const subjectJob = (subject: string | undefined): string | undefined => /^job:(.+)$/.exec(subject ?? '')?.[1];
const spendOf = (amount: { episodes: number; tokens: number; costMicros: number } | undefined): Spend => ({
  episodes: amount?.episodes ?? 0,
  tokens: amount?.tokens ?? 0,
  cost_micros: amount?.costMicros ?? 0,
});

/** A fact that tells a lease's total: it finds the job by the lease's link. */
const spent = <Type extends 'budget.committed' | 'lease.released' | 'lease.expired'>(
  total: (fact: FactOf<Type>) => Spend,
): Rule<JobRow, Type> => ({
  via: true,
  row: ({ data }) => data.leaseId,
  fold: (row, fact, meta) => row && { ...withSpend(row, fact.data.leaseId, total(fact)), ...seen(row, meta) },
});

/** Training jobs, with the progress of their trials and the spend of their leases. */
export const jobs: View<JobRow> = {
  name: 'jobs',
  revision: 4,
  filters: filtersOf('jobs'),
  about: { topic: topics.job.name },
  rules: {
    'orchestrator.job.requested': own((_, fact) => ({ ...(snakeCase(fact) as Partial<JobRow>), _status: 'requested' })),
    'orchestrator.job.waiting': own(() => ({ _status: 'waiting' })),
    'orchestrator.job.started': own((_, { data }, meta) => ({
      _status: 'running',
      lease_id: data.leaseId,
      started_at: timeOf(meta),
    })),
    'orchestrator.job.denied': own((_, { data }, meta) => ({
      ...ended('denied', meta),
      reason: data.reason,
      policies: data.policies,
    })),
    'orchestrator.job.paused': own(() => ({ _status: 'paused' })),
    'orchestrator.job.resumed': own((row, fact) => ({
      _status: row.started_at === null ? 'waiting' : 'running',
      // It had ended: it goes on with other caps, and has no outcome any more.
      ...(fact.data.budget && {
        budget: snakeCase(fact)['budget'] as JobRow['budget'],
        outcome: null,
        reason: null,
        ended_at: null,
      }),
    })),
    'orchestrator.job.stalled': own((_, { data }, meta) => ({
      _stall: { at: timeOf(meta), since: new Date(data.sinceMs).toISOString(), waits_for: data.waitsFor },
    })),
    'orchestrator.job.cancelled': own((_, { data }, meta) => ({ ...ended('cancelled', meta), reason: data.reason })),
    'orchestrator.job.failed': own((_, { data }, meta) => ({ ...ended('failed', meta), reason: data.reason })),
    'orchestrator.job.completed': own((row, { data }, meta) => ({
      ...ended('completed', meta),
      outcome: data.outcome as JobRow['outcome'],
      reason: data.reason || row.reason,
    })),
    'orchestrator.trial.scheduled': own((row, { data }) =>
      inPhase(withTrial(row, data.trialId, { scheduled: true }), data.purpose),
    ),
    'orchestrator.trial.pruned': own(unchanged),
    'governor.hints.applied': own(unchanged),
    'logic.unit.suggested': own((_, { data }) => ({ unit_id: data.unitId })),
    'promotion.decided': own((_, { data }) => ({ decision_id: data.decisionId, reason: data.reason })),
    'agent.calibrated': own((row, { data }) => ({
      calibrations: { ...row.calibrations, [data.configurationHash]: calibrationRow(data.calibration) },
    })),
    'promotion.approval.asked': own((_, { data }) => ({
      approval: { state: 'asked', decision_id: data.decisionId, unit_id: data.unitId, subject: null, reason: null },
    })),
    'promotion.approved': own((row, { data }) => said(row, 'approved', data)),
    'promotion.declined': own((row, { data }) => said(row, 'declined', data)),
    'logic.unit.canary_started': ofOther((row, fact, meta) =>
      withCanary(row, fact.data.unitId, canaryStarted(row._canaries[fact.data.unitId], fact, meta)),
    ),
    'logic.unit.canary_ended': ofOther((row, fact, meta) =>
      withCanary(row, fact.data.unitId, canaryEnded(row._canaries[fact.data.unitId], fact, meta)),
    ),
    'evaluation.trial.progressed': ofOther((row, { data }) =>
      withTrial(row, data.trialId, { episodes: data.episodes }),
    ),
    'evaluation.trial.completed': ofOther((row, { data }) => {
      const { trialId, purpose, arm, configurationHash, round, report } = data;
      const after = inPhase(withTrial(row, trialId, { episodes: report?.episodes ?? 0, end: 'completed' }), purpose);
      if (purpose !== 'search' || arm === 'incumbent' || report === undefined) return after;
      return withCandidate(after, {
        configuration_hash: configurationHash,
        solve_rate: report.solveRate,
        round,
        episodes: report.episodes,
      });
    }),
    'evaluation.trial.failed': ofOther((row, { data }) =>
      withTrial(row, data.trialId, { episodes: data.report?.episodes ?? 0, end: 'failed' }),
    ),
    'lease.granted': {
      row: ({ data }) => subjectJob(data.request?.subject),
      link: ({ data }) => {
        const to = subjectJob(data.request?.subject);
        return to === undefined ? undefined : { from: data.leaseId, to };
      },
      fold: (row, { data }, meta) => ({
        ...(row ?? unknownJob(subjectJob(data.request?.subject) as string)),
        ...seen(row, meta),
      }),
    },
    'budget.committed': spent(({ data }) => spendOf(data.total)),
    'lease.released': spent(({ data }) => spendOf(data.spent)),
    'lease.expired': spent(({ data }) => spendOf(data.spent)),
  },
};
