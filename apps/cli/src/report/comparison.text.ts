import { change, cost, cut, decimal, difference, fixed3, latency, none, percent, points } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';
import type { Arm, Measure, Metric } from './arm.js';
import type { Comparison } from './comparison.js';

interface Line {
  readonly metric: Metric;
  readonly label: string;
  readonly text: (value: number | null) => string;
  readonly change: (before: number, after: number) => string;
  /** 1: more is better; -1: less is better; 0: neither. */
  readonly better: 1 | -1 | 0;
}

const relative = (before: number, after: number): string => (before === 0 ? none : change(after / before - 1, 0));
const absolute = (before: number, after: number): string => difference(after - before);
const inPoints = (before: number, after: number): string => points(after - before);

const lines: readonly Line[] = [
  { metric: 'solveRate', label: 'solve rate', text: percent, change: inPoints, better: 1 },
  { metric: 'meanScore', label: 'mean score', text: fixed3, change: absolute, better: 1 },
  { metric: 'latencyP50Ms', label: 'latency p50', text: latency, change: relative, better: -1 },
  { metric: 'latencyP95Ms', label: 'latency p95', text: latency, change: relative, better: -1 },
  { metric: 'tokens', label: 'tokens/episode', text: decimal, change: relative, better: -1 },
  { metric: 'costMicros', label: 'cost/episode', text: cost, change: relative, better: -1 },
  { metric: 'memoryUtility', label: 'memory utility', text: fixed3, change: absolute, better: 1 },
  { metric: 'meanConfidence', label: 'confidence', text: fixed3, change: absolute, better: 0 },
  { metric: 'brier', label: 'Brier score', text: fixed3, change: absolute, better: -1 },
  { metric: 'ece', label: 'ECE (debiased)', text: fixed3, change: absolute, better: -1 },
];

const unitOf = (text: string): string => / (\S+)$/u.exec(text)?.[1] ?? '';
const bare = (text: string): string => text.replace(/ \S+$/u, '');

/** "63.9–73.3": without units where they are the value's. */
const intervalText = ({ value, interval }: Measure, { text }: Line): string => {
  if (interval === null) return '';
  const [low, high] = [text(interval[0]), text(interval[1])];
  return [low, high].every((end) => unitOf(end) === unitOf(text(value)))
    ? `${bare(low)}–${bare(high)}`
    : `${low} – ${high}`;
};

const apart = (before: Measure, after: Measure): boolean =>
  before.interval !== null &&
  after.interval !== null &&
  (before.interval[0] > after.interval[1] || before.interval[1] < after.interval[0]);

/** Green or red only where the intervals lie apart: anything else may be chance. */
const changeText = (line: Line, before: Measure, after: Measure, { colour }: Style): string => {
  if (before.value === null || after.value === null) return none;
  const text = line.change(before.value, after.value);
  if (line.better === 0 || !apart(before, after)) return text;
  return (after.value - before.value) * line.better > 0 ? colour.green(text) : colour.red(text);
};

const isShown =
  (comparison: Comparison) =>
  ({ metric }: Line): boolean => {
    const values = [comparison.incumbent, comparison.candidate].map(({ measures }) => measures[metric].value);
    return metric === 'costMicros'
      ? values.some((value) => value !== null && value > 0)
      : values.some((value) => value !== null);
  };

const overText = (episodes: number): string =>
  episodes === 0 ? '' : `; ${episodes} went over the agent's own limit, and were paid in full`;

const troubles = ({ incumbent, candidate }: Comparison): string[] => {
  const told = (name: string, { errors, limitReached, overLimit, episodes }: Arm): string[] =>
    errors + limitReached === 0
      ? []
      : [`${name}: ${errors} episodes failed and ${limitReached} met a limit, of ${episodes}${overText(overLimit)}`];
  return [...told('baseline', incumbent), ...told('candidate', candidate)];
};

/** The items on which the two differ: how many, and as many names as fit. */
const turnedText = ({ turned, purpose }: Comparison, name: string, { width, colour }: Style): string[] => {
  if (turned === null || purpose !== 'gate') return [];
  const told = (who: string, ids: readonly string[]): string[] => {
    const head = `only the ${who} solved ${ids.length}:`;
    return ids.length === 0 ? [] : [`${colour.dim(head)} ${cut(ids.slice(0, 20).join(', '), width - head.length - 1)}`];
  };
  return [...told(name, turned.won), ...told('baseline', turned.lost)];
};

const source = ({ purpose, exact, candidate, incumbent }: Comparison): string => {
  const where =
    purpose === 'gate'
      ? 'on the holdout, which the search never saw'
      : 'on the items of the search: flattering to the candidate';
  const how = exact
    ? 'Intervals at 95 %: Wilson (solve rate), report (Brier, ECE), else bootstrap.'
    : 'Interval at 95 %: Wilson. Percentiles and calibration are means over blocks.';
  const many =
    candidate.episodes === incumbent.episodes
      ? `${candidate.episodes} episodes each`
      : `${incumbent.episodes} and ${candidate.episodes} episodes`;
  const chosen = purpose === 'gate' ? '\nThe verdict chose by them, so changes here flatter: see the gain below.' : '';
  return `${many} ${where}.\n${how}${chosen}`;
};

/** Baseline and candidate side by side. `name` is what the candidate is called, such as "winner". */
export const comparisonText = (comparison: Comparison, name: string, style: Style): string => {
  const { incumbent, candidate } = comparison;
  const { colour } = style;
  const side = ({ measures }: Arm) => ({
    value: (line: Line) => line.text(measures[line.metric].value),
    interval: (line: Line) => colour.dim(intervalText(measures[line.metric], line)),
  });
  const drawn = table(
    lines.filter(isShown(comparison)),
    [
      { head: '', cell: ({ label }) => label },
      { head: 'baseline', cell: side(incumbent).value, align: 'right' },
      { head: 'interval', cell: side(incumbent).interval },
      { head: name, cell: (line) => colour.bold(side(candidate).value(line)), align: 'right' },
      { head: 'interval', cell: side(candidate).interval },
      {
        head: 'change',
        cell: (line) => changeText(line, incumbent.measures[line.metric], candidate.measures[line.metric], style),
        align: 'right',
      },
    ],
    style,
  );
  return [drawn, colour.dim(source(comparison)), ...turnedText(comparison, name, style), ...troubles(comparison)].join(
    '\n',
  );
};
