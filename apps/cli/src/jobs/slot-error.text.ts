import { decimal, many, percent } from '../terminal/format.js';
import type { Style } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import type { SlotErrorAnswer, StartedJob } from './start-training.js';

const shareOf = (part: number, { slot_alpha }: SlotErrorAnswer): string => percent(part / slot_alpha);

/** What a job may take of its slot's life, before it is spent. */
export const slotErrorText = ({ slot_error: error }: StartedJob, { width }: Style): string => {
  if (error === undefined) return '';
  if (error === null) return '\nIt only searches: the holdout is not looked at, and nothing of the slot is spent.';
  const { slot, test, alpha, comparisons, most, slot_alpha, left } = error;
  const text = `Test ${test} in the life of the slot ${slot}: its first comparison may spend an error of ${decimal(alpha)} (${shareOf(alpha, error)} of the ${decimal(slot_alpha)} that the slot has for life); all ${many(comparisons, 'comparison')}, should none be promoted, ${decimal(most)}, and ${decimal(left)} (${shareOf(left, error)}) would be left. To search without a test: --search-only.`;
  return `\n${wrap(text, width).join('\n')}`;
};
