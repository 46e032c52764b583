import { createHash } from 'node:crypto';
import type { cognition } from '@ao/contracts';
import { canonicalJson, DomainError, nameViolations, names, slotParts, textLength, textLimits } from '@ao/kernel';

/** A slot by its two halves. */
export interface SlotName {
  readonly slot: string;
  readonly agentId: string;
  readonly taskSet: string;
}

/** A request for an answer, checked; what the label may be is the slot's business. */
export interface Asking extends SlotName {
  readonly key: string;
  readonly label: string;
}

/** The slot's halves; undefined where it is no name of a slot. */
export const parsedSlot = (slot: string): SlotName | undefined => {
  const parts = slotParts(slot);
  return parts && { slot, ...parts };
};

/** Throws `invalid_argument` with every fault by its path. */
export const checkedAsking = ({ slot, key, label }: cognition.AnswerRequest): Asking => {
  const parsed = parsedSlot(slot);
  const violations = [...nameViolations(names.slot, 'slot', slot), ...textLength('key', key, 0, textLimits.servingKey)];
  if (parsed && violations.length === 0) return { ...parsed, key, label };
  throw new DomainError('invalid_argument', parsed ? 'the key is not valid' : 'the slot is not valid', violations);
};

/**
 * Where a key lies from 0 up to 1, for one candidate of one slot: the first 48 bits of a SHA-256. The same key lies at the same place at
 * every process and every time; for the next candidate it is drawn anew, so that nobody is always the one it is tried on.
 */
export const pointOf = (slot: string, unitId: string, key: string): number =>
  createHash('sha256')
    .update(canonicalJson([slot, unitId, key]))
    .digest()
    .readUIntBE(0, 6) /
  2 ** 48;
