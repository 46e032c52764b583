import type { Failure } from '../failure.js';
import type { Style } from './terminal.js';

const standing = ({ status, title, code }: Failure['problem']): string => {
  const words = [status === undefined ? '' : `${status} ${title}`, code ?? ''].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
};

/** What is wrong, without the wrong place that is listed below it anyway. */
const withoutFirst = (detail: string, { errors = [] }: Failure['problem']): string => {
  const [first] = errors;
  const told = first === undefined ? '' : `: ${first.path}: ${first.message}`;
  return told !== '' && detail.endsWith(told) ? detail.slice(0, -told.length) : detail;
};

/** The headline is what the platform says is wrong: a problem document's title is only its status in words. */
const headline = ({ problem }: Failure): string => {
  if (problem.status !== undefined) return withoutFirst(problem.detail ?? '', problem) || problem.title;
  return problem.detail ? `${problem.title}: ${problem.detail}` : problem.title;
};

/** A failure for people: what is wrong, each wrong place, what to do. */
export const failureText = (failure: Failure, { colour }: Style): string => {
  const { problem, advice } = failure;
  return [
    `${colour.red(colour.bold('error:'))} ${headline(failure)}${colour.dim(standing(problem))}`,
    ...(problem.errors ?? []).map(({ path, message }) => `  ${colour.bold(path || '(request)')}: ${message}`),
    ...advice.map((line) => `  ${line}`),
    ...(problem.corr_id ? [colour.dim(`  corr_id ${problem.corr_id}`)] : []),
  ].join('\n');
};
