import type { Verification } from '@ao/verifier';
import type { Gain } from '../jobs/rows.js';
import { outcomeText } from '../report/decision.text.js';
import { many, points, pointsRange } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';

type Decision = Verification['decisions'][number];

const gainText = (gain: Gain | null): string => (gain === null ? '' : `, gain ${points(gain.estimate)} (${pointsRange(gain.low, gain.high)})`);

const decisionText = ({ line, outcome, candidateHash, gain, outcomesHash }: Decision, style: Style): string =>
  `  ${outcomeText(outcome, style)}  candidate ${candidateHash.slice(0, 12)}${gainText(gain as Gain | null)}\n  ${style.colour.dim(`line ${line}, outcomes ${outcomesHash}`)}`;

/** An archive that agrees with itself: the verdicts that its outcomes give. */
export const verificationText = ({ lines, root, decisions }: Verification, file: string, style: Style): string =>
  [
    `${style.colour.green('verified')} ${file}: ${many(lines, 'line')}, every verdict computed again from the outcomes and the same.`,
    ...decisions.map((decision) => decisionText(decision, style)),
    style.colour.dim(`root ${root}`),
  ].join('\n');
