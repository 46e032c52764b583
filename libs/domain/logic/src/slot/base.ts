import { canonicalJson, DomainError, type Configuration } from '@ao/kernel';
import { applyOperations, type Operation } from '../manifest/operation.js';
import { inForce, type Slot } from './slot.state.js';

/** A patch that is to be laid on a slot. */
export interface Laying {
  readonly slot: string;
  readonly operations: readonly Operation[];
  readonly baseHash: string;
  readonly configuration: Configuration;
  readonly configurationHash: string;
}

const moved = (slot: string, serves: string, base: string): DomainError =>
  new DomainError('failed_precondition', `slot ${slot} moved: it serves ${serves}, the unit was made for ${base}`);

/**
 * An empty slot serves the agent's defaults, whose hash this service does not know. A base that was served here before is not
 * the defaults but something that was reverted since, unless a unit laid on the empty slot had that very base.
 */
const standsOnDefaults = (baseHash: string, { served, defaults }: Slot): boolean =>
  !served.has(baseHash) || defaults.has(baseHash);

const defaultsName = "the agent's defaults";

const checkPatch = ({ slot, operations, configuration }: Laying, base: Configuration): void => {
  const patched = applyOperations(base, operations);
  if (!patched.ok)
    throw new DomainError('failed_precondition', `the patch does not apply to slot ${slot}: ${patched.why}`);
  if (canonicalJson(patched.configuration) !== canonicalJson(configuration))
    throw new DomainError(
      'failed_precondition',
      `the patch of slot ${slot} gives another configuration than its result`,
    );
};

const checkMoved = (laying: Laying, state: Slot, isMeasured: boolean): void => {
  const { slot, baseHash } = laying;
  const top = inForce(state);
  if (top === undefined) {
    if (baseHash !== '' && !standsOnDefaults(baseHash, state)) throw moved(slot, defaultsName, baseHash);
    return;
  }
  // On trial no incumbent was measured; a promotion's was, and where it has no name it was the defaults.
  if (baseHash === '' && !isMeasured) return;
  if (top.configurationHash !== baseHash)
    throw moved(slot, top.configurationHash, baseHash === '' ? defaultsName : baseHash);
  checkPatch(laying, top.configuration);
};

/** Throws `failed_precondition` where the slot is not what the patch was made for. `isMeasured`: the unit was measured against an incumbent. */
export const checkBase = (laying: Laying, state: Slot, isMeasured: boolean): void => {
  checkMoved(laying, state, isMeasured);
  if (inForce(state)?.configurationHash === laying.configurationHash)
    throw new DomainError('failed_precondition', `slot ${laying.slot} serves that configuration already`);
};
