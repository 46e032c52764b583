import type { Amount } from '../jobs/rows.js';
import { cost, count, duration, none } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';

/** What a lease paid for against what it allowed. */
export interface Spend {
  readonly spent: Amount;
  readonly cap: Amount;
  /** Episodes that used more than the agent says that one may. */
  readonly overLimit?: number;
  /** Milliseconds from the grant. */
  readonly wall: { readonly taken: number | null; readonly cap: number | null };
}

interface Line {
  readonly label: string;
  readonly spent: number | null;
  readonly cap: number | null;
  readonly text: (value: number | null) => string;
}

const barLength = 20;

const bar = ({ spent, cap }: Line, { colour }: Style): string => {
  if (!cap || spent === null) return '';
  const full = Math.min(barLength, Math.round((barLength * spent) / cap));
  return `${colour.cyan('\u2588'.repeat(full))}${colour.dim('\u2591'.repeat(barLength - full))}`;
};

const shareOf = ({ spent, cap }: Line): string =>
  !cap || spent === null ? none : `${((100 * spent) / cap).toFixed(0)} %${spent > cap ? ', past the cap' : ''}`;

/** Spend against caps, one line a kind. */
export const spendTableText = ({ spent, cap, wall, overLimit = 0 }: Spend, style: Style): string => {
  const lines: Line[] = [
    { label: 'episodes', spent: spent.episodes, cap: cap.episodes, text: count },
    { label: 'tokens', spent: spent.tokens, cap: cap.tokens, text: count },
    { label: 'cost', spent: spent.cost_micros, cap: cap.cost_micros, text: cost },
    { label: 'time', spent: wall.taken, cap: wall.cap, text: duration },
  ];
  const over = `over its own limit: the agent used more than it declares in ${count(overLimit)} episodes; what it charged is paid`;
  const lined = table(
    lines,
    [
      { head: '', cell: ({ label }) => label },
      { head: 'spent', cell: (line) => line.text(line.spent), align: 'right' },
      { head: 'cap', cell: (line) => line.text(line.cap), align: 'right' },
      { head: '', cell: bar },
      { head: '', cell: shareOf, align: 'right' },
    ],
    style,
  );
  return overLimit === 0 ? lined : `${lined}\n${style.colour.yellow(wrap(over, style.width).join('\n'))}`;
};
