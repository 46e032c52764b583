import type { Verification } from '@ao/verifier';
import { outcomeText } from '../report/decision.text.js';
import { many, points, pointsRange } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';

type Decision = Verification['decisions'][number];

const decisionText = ({ line, outcome, candidateHash, gain, outcomesHash }: Decision, style: Style): string[] => [
  `  ${outcomeText(outcome, style)}  candidate ${candidateHash.slice(0, 12)}, line ${line}`,
  ...(gain === null ? [] : [`  gain      ${points(gain.estimate)} (${pointsRange(gain.low, gain.high)})`]),
  style.colour.dim(`  outcomes  ${outcomesHash}`),
];

/** An archive that agrees with itself: the verdicts that its outcomes give. */
export const verificationText = ({ lines, root, decisions }: Verification, file: string, style: Style): string =>
  [
    `${style.colour.green('verified')} ${file}:`,
    ...wrap(
      `${many(lines, 'line')}, every verdict computed again from the outcomes and the same.`,
      style.width - 2,
    ).map((text) => `  ${text}`),
    ...decisions.flatMap((decision) => decisionText(decision, style)),
    style.colour.dim(`  root      ${root}`),
  ].join('\n');
