import type { JobRow } from '../jobs/rows.js';
import { brief, duration, many, shown } from '../terminal/format.js';
import { moment } from '../terminal/moment.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import { outcomeText } from './decision.text.js';
import type { JobReport } from './job-report.js';

/** Milliseconds from the lease's grant to the end; null while it is not over. */
export const tookMs = ({ started_at, ended_at }: JobRow): number | null =>
  started_at && ended_at ? Date.parse(ended_at) - Date.parse(started_at) : null;

/** The outcome where there is one, else the status. */
export const statusText = ({ status, outcome }: JobRow, style: Style): string =>
  outcome ? outcomeText(outcome, style) : style.colour.bold(status.replaceAll('_', ' ').toUpperCase());

const work = ({ job, trials }: JobReport): string => {
  const tried = new Set(
    trials
      .filter(({ purpose, arm }) => purpose === 'search' && arm === 'candidate')
      .map(({ configuration_hash }) => configuration_hash),
  );
  const took = tookMs(job);
  return [
    many(tried.size, 'candidate'),
    many(trials.length, 'trial'),
    many(job.spend?.episodes ?? 0, 'episode'),
    ...(took === null ? [] : [`in ${duration(took)}`]),
  ].join(', ');
};

const unusual = ({ goal, gate, promotion }: JobRow): string[] => [
  ...(goal && goal !== 'solve_rate' ? [`goal ${goal}`] : []),
  ...(gate?.runs_per_item && gate.runs_per_item > 1 ? [`${gate.runs_per_item} runs an item`] : []),
  ...(promotion && promotion.mode !== 'automatic' ? [`promotion by ${promotion.mode}`] : []),
];

const asked = (job: JobRow): string[] => {
  const { strategy, seed, hints, agent_version } = job;
  const said = unusual(job);
  return [
    [
      `strategy ${shown(strategy?.name)}`,
      `seed ${shown(seed)}`,
      `preset ${shown(hints?.['preset'])}`,
      `agent version ${shown(agent_version)}`,
    ].join(', '),
    ...(said.length === 0 ? [] : [said.join(', ')]),
  ];
};

/** Which job it is, how it ended, and what it took. */
export const headingText = (report: JobReport, style: Style): string => {
  const { job, decisions } = report;
  const { colour, width } = style;
  const [taskSet = '', hash] = job.task_set.split('@');
  const told = decisions.some(({ outcome }) => outcome === job.outcome);
  const reason = job.reason && !told ? wrap(job.reason, width - 2) : [];
  return [
    `${colour.bold(`${job.mini_agent} on ${taskSet}`)} ${colour.dim(`@${brief(hash)}`)}  ${statusText(job, style)}`,
    ...[
      `job ${job.job_id}, ${moment(job.created_at, style)}`,
      `corr_id ${shown(job.corr_id)}`,
      work(report),
      ...asked(job),
    ].map((line) => colour.dim(line)),
    ...reason,
  ].join('\n');
};
