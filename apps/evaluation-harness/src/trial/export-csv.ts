import { csvLine, type Outcome } from '@ao/domain-evaluation';

const columns: readonly (readonly [
  name: string,
  value: (outcome: Outcome) => string | number | boolean | undefined,
])[] = [
  ['ordinal', ({ ordinal }) => ordinal],
  ['item_id', ({ itemId }) => itemId],
  ['solved', ({ solved }) => solved],
  ['score', ({ score }) => score],
  ['confidence', ({ confidence }) => confidence],
  ['latency_ms', ({ latencyMs }) => latencyMs],
  ['tokens_in', ({ tokensIn }) => tokensIn],
  ['tokens_out', ({ tokensOut }) => tokensOut],
  ['cost_micros', ({ costMicros }) => costMicros],
  ['memory_utility', ({ memoryUtility }) => memoryUtility],
  ['error', ({ error }) => error],
  ['limit_reached', ({ limitReached }) => limitReached],
  ['slice', ({ slice }) => slice],
  ['split', ({ split }) => split],
  ['run', ({ run }) => run],
  ['refused', ({ refused }) => refused],
  ['output_chars', ({ outputChars }) => outputChars],
  ['touched_scorer', ({ touchedScorer }) => touchedScorer],
];

/** The first line. */
export const csvHeader = csvLine(columns.map(([name]) => name));

/** One line for each outcome; empty cells where the agent did not say. No cell is one that a spreadsheet would run. */
export const csvLines = (outcomes: readonly Outcome[]): string =>
  outcomes.map((outcome) => csvLine(columns.map(([, value]) => value(outcome)))).join('');
