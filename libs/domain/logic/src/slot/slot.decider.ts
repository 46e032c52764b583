import { canonicalJson, DomainError, type Configuration, type Decider } from '@ao/kernel';
import { applyOperations, type Operation } from '../manifest/operation.js';
import type { InForce, SlotEvent } from './slot.events.js';

/** One unit's configuration in a slot; applied: on trial, promoted: for good. */
export interface Layer extends InForce {
  readonly status: 'applied' | 'promoted';
}

/** The stack of what was put in force, the newest last. */
export interface Slot {
  readonly layers: readonly Layer[];
  /** Hashes of every configuration that was ever in force here. */
  readonly served: ReadonlySet<string>;
  /** Hashes by which units that were laid on the empty slot named the agent's defaults. */
  readonly defaults: ReadonlySet<string>;
}

export type SlotCommand =
  | {
      readonly type: 'PutInForce';
      readonly slot: string;
      readonly unitId: string;
      readonly status: Layer['status'];
      readonly operations: readonly Operation[];
      readonly baseHash: string;
      readonly configuration: Configuration;
      readonly configurationHash: string;
    }
  | { readonly type: 'TakeOut'; readonly slot: string; readonly unitId: string };

type PutInForce = SlotCommand & { readonly type: 'PutInForce' };

/** What the slot serves; undefined: the agent's defaults. */
export const inForce = ({ layers }: Slot): Layer | undefined => layers.at(-1);

const moved = (slot: string, serves: string, base: string): DomainError =>
  new DomainError('failed_precondition', `slot ${slot} moved: it serves ${serves}, the unit was made for ${base}`);

/**
 * An empty slot serves the agent's defaults, whose hash this service does not know. A base that was served here before is not
 * the defaults but something that was reverted since, unless a unit laid on the empty slot had that very base.
 */
const standsOnDefaults = (baseHash: string, { served, defaults }: Slot): boolean => !served.has(baseHash) || defaults.has(baseHash);

const defaultsName = "the agent's defaults";

const checkPatch = ({ slot, operations, configuration }: PutInForce, base: Configuration): void => {
  const patched = applyOperations(base, operations);
  if (!patched.ok) throw new DomainError('failed_precondition', `the patch does not apply to slot ${slot}: ${patched.why}`);
  if (canonicalJson(patched.configuration) !== canonicalJson(configuration))
    throw new DomainError('failed_precondition', `the patch of slot ${slot} gives another configuration than its result`);
};

const checkBase = (command: PutInForce, state: Slot): void => {
  const { slot, baseHash, status } = command;
  const top = inForce(state);
  if (top === undefined) {
    if (baseHash !== '' && !standsOnDefaults(baseHash, state)) throw moved(slot, defaultsName, baseHash);
    return;
  }
  // On trial no incumbent was measured; a promotion's was, and where it has no name it was the defaults.
  if (baseHash === '' && status === 'applied') return;
  if (top.configurationHash !== baseHash) throw moved(slot, top.configurationHash, baseHash === '' ? defaultsName : baseHash);
  checkPatch(command, top.configuration);
};

/** A unit that is on top already: on trial it may be promoted, whatever it was made for was checked when it was applied. */
const promoteTop = (command: PutInForce, top: Layer, event: SlotEvent): readonly SlotEvent[] =>
  command.status === 'applied' || top.status === 'promoted' ? [] : [event];

const put = (command: PutInForce, state: Slot): readonly SlotEvent[] => {
  const { slot, unitId, baseHash, configuration, configurationHash } = command;
  const top = inForce(state);
  const event: SlotEvent = { type: command.status === 'applied' ? 'SlotApplied' : 'SlotPromoted', data: { slot, unitId, baseHash, configuration, configurationHash } };
  if (top?.unitId === unitId) return promoteTop(command, top, event);
  if (state.layers.some((layer) => layer.unitId === unitId)) throw new DomainError('failed_precondition', `slot ${slot} moved: another unit was put on top of ${unitId}`);
  checkBase(command, state);
  if (top?.configurationHash === configurationHash) throw new DomainError('failed_precondition', `slot ${slot} serves that configuration already`);
  return [event];
};

const bare = ({ unitId, configuration, configurationHash }: Layer): InForce => ({ unitId, configuration, configurationHash });

const takeOut = (slot: string, unitId: string, { layers }: Slot): readonly SlotEvent[] => {
  const rest = layers.filter((layer) => layer.unitId !== unitId);
  if (rest.length === layers.length) return [];
  const top = rest.at(-1);
  return [{ type: 'SlotReverted', data: { slot, unitId, inForce: top === undefined ? null : bare(top) } }];
};

const laid = (state: Slot, { unitId, configuration, configurationHash, baseHash }: (SlotEvent & { type: 'SlotApplied' })['data'], status: Layer['status']): Slot => {
  const below = state.layers.filter((layer) => layer.unitId !== unitId);
  const onDefaults = state.layers.length === 0 && baseHash !== '';
  return {
    layers: [...below, { unitId, configuration, configurationHash, status }],
    served: new Set([...state.served, configurationHash]),
    defaults: onDefaults ? new Set([...state.defaults, baseHash]) : state.defaults,
  };
};

/** What a slot serves: units are laid on each other, and taking one out uncovers what was served before it. */
export const slotDecider: Decider<SlotCommand, SlotEvent, Slot> = {
  initial: { layers: [], served: new Set(), defaults: new Set() },
  decide: (command, state) => {
    switch (command.type) {
      case 'PutInForce':
        return put(command, state);
      case 'TakeOut':
        return takeOut(command.slot, command.unitId, state);
    }
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'SlotApplied':
        return laid(state, data, 'applied');
      case 'SlotPromoted':
        return laid(state, data, 'promoted');
      case 'SlotReverted':
        return { ...state, layers: state.layers.filter((layer) => layer.unitId !== data.unitId) };
    }
  },
};
