import { canonicalJson, DomainError, type Decider } from '@ao/kernel';
import type { Calibration } from '../manifest/calibration.js';
import { checkBase, type Laying } from './base.js';
import type { CanaryTerms, InForce, SlotEvent } from './slot.events.js';
import { emptySlot, inForce, labelledOf, type Layer, type Slot } from './slot.state.js';

interface Patching extends Laying {
  readonly unitId: string;
  readonly calibration?: Calibration | undefined;
}

export type SlotCommand =
  | ({ readonly type: 'PutInForce'; readonly status: Layer['status'] } & Patching)
  | { readonly type: 'TakeOut'; readonly slot: string; readonly unitId: string }
  | ({ readonly type: 'SetCandidate' } & Patching & CanaryTerms)
  | { readonly type: 'RemoveCandidate'; readonly slot: string; readonly unitId: string }
  | { readonly type: 'MarkStale'; readonly slot: string; readonly unitId: string };

type CommandOf<Type extends SlotCommand['type']> = SlotCommand & { readonly type: Type };

const bare = ({ unitId, configuration, configurationHash, calibration }: InForce): InForce => ({
  unitId,
  configuration,
  configurationHash,
  ...(calibration === undefined ? {} : { calibration }),
});

/** A unit that is on top already: on trial it may be promoted, whatever it was made for was checked when it was applied. */
const promoteTop = ({ status }: CommandOf<'PutInForce'>, top: Layer, event: SlotEvent): readonly SlotEvent[] =>
  status === 'applied' || top.status === 'promoted' ? [] : [event];

const put = (command: CommandOf<'PutInForce'>, state: Slot): readonly SlotEvent[] => {
  const { slot, unitId, baseHash, status } = command;
  const top = inForce(state);
  const event: SlotEvent = {
    type: status === 'applied' ? 'SlotApplied' : 'SlotPromoted',
    data: { slot, ...bare(command), baseHash },
  };
  if (top?.unitId === unitId) return promoteTop(command, top, event);
  if (state.layers.some((layer) => layer.unitId === unitId))
    throw new DomainError('failed_precondition', `slot ${slot} moved: another unit was put on top of ${unitId}`);
  checkBase(command, state, status === 'promoted');
  return [event];
};

const takeOut = (command: CommandOf<'TakeOut'>, state: Slot): readonly SlotEvent[] => {
  const { slot, unitId } = command;
  const rest = state.layers.filter((layer) => layer.unitId !== unitId);
  if (rest.length === state.layers.length) return removeCandidate(command, state);
  const top = rest.at(-1);
  return [{ type: 'SlotReverted', data: { slot, unitId, inForce: top === undefined ? null : bare(top) } }];
};

const setCandidate = (command: CommandOf<'SetCandidate'>, state: Slot): readonly SlotEvent[] => {
  const { slot, unitId, baseHash, share, outcomes, alpha } = command;
  const { candidate, layers } = state;
  if (candidate?.unitId === unitId && candidate.share === share) return [];
  if (candidate !== null && candidate.unitId !== unitId)
    throw new DomainError(
      'failed_precondition',
      `slot ${slot} has a candidate: unit ${candidate.unitId} has to be promoted or stopped first`,
    );
  if (layers.some((layer) => layer.unitId === unitId))
    throw new DomainError(
      'failed_precondition',
      `unit ${unitId} is in force in slot ${slot}: it cannot be its candidate`,
    );
  checkBase(command, state, true);
  return [{ type: 'SlotCandidateSet', data: { slot, ...bare(command), baseHash, share, outcomes, alpha } }];
};

const removeCandidate = (
  { slot, unitId }: { readonly slot: string; readonly unitId: string },
  { candidate }: Slot,
): readonly SlotEvent[] =>
  candidate?.unitId === unitId ? [{ type: 'SlotCandidateRemoved', data: { slot, unitId } }] : [];

const markStale = ({ slot, unitId }: CommandOf<'MarkStale'>, { stale }: Slot): readonly SlotEvent[] =>
  stale.has(unitId) ? [] : [{ type: 'SlotUnitStale', data: { slot, unitId } }];

const changes = (command: SlotCommand, state: Slot): readonly SlotEvent[] => {
  switch (command.type) {
    case 'PutInForce':
      return put(command, state);
    case 'TakeOut':
      return takeOut(command, state);
    case 'SetCandidate':
      return setCandidate(command, state);
    case 'RemoveCandidate':
      return removeCandidate(command, state);
    case 'MarkStale':
      return markStale(command, state);
  }
};

/** Layers after a change. What comes to lie on top, or is uncovered, is in force since this version; a candidate of what was there has nothing to follow. */
const restacked = (state: Slot, layers: readonly Layer[]): Slot => {
  const [before, after] = [inForce(state), layers.at(-1)];
  if (before?.unitId === after?.unitId) return { ...state, layers };
  return {
    ...state,
    candidate: null,
    layers: after === undefined ? [] : [...layers.slice(0, -1), { ...after, since: state.version }],
  };
};

const laid = (state: Slot, data: (SlotEvent & { type: 'SlotApplied' })['data'], status: Layer['status']): Slot => {
  const { unitId, configurationHash, baseHash } = data;
  const known = state.layers.find((layer) => layer.unitId === unitId);
  const below = state.layers.filter((layer) => layer.unitId !== unitId);
  const onDefaults = state.layers.length === 0 && baseHash !== '';
  return {
    ...restacked(state, [...below, { ...bare(data), status, since: known?.since ?? state.version }]),
    served: new Set([...state.served, configurationHash]),
    defaults: onDefaults ? new Set([...state.defaults, baseHash]) : state.defaults,
  };
};

const folded = (state: Slot, { type, data }: SlotEvent): Slot => {
  switch (type) {
    case 'SlotApplied':
      return laid(state, data, 'applied');
    case 'SlotPromoted':
      return laid(state, data, 'promoted');
    case 'SlotReverted':
      return restacked(
        state,
        state.layers.filter((layer) => layer.unitId !== data.unitId),
      );
    case 'SlotCandidateSet': {
      const { share, outcomes, alpha } = data;
      return { ...state, candidate: { ...bare(data), share, outcomes, alpha, since: state.version } };
    }
    case 'SlotCandidateRemoved':
      return { ...state, candidate: null };
    case 'SlotUnitStale':
      return { ...state, stale: new Set([...state.stale, data.unitId]) };
  }
};

const evolve = (state: Slot, event: SlotEvent): Slot => folded({ ...state, version: state.version + 1 }, event);

/** The event with what the labels stand at after it, where one moved: readers of a fact know nothing but the fact. */
const withLabels = (event: SlotEvent, state: Slot): SlotEvent => {
  const [before, after] = [labelledOf(state), labelledOf(evolve(state, event))];
  return canonicalJson(before) === canonicalJson(after)
    ? event
    : ({ ...event, data: { ...event.data, labelled: after } } as SlotEvent);
};

/**
 * What a slot serves: units are laid on each other, and taking one out uncovers what was served before it. Beside them stands at
 * most one candidate, with a share of the traffic or none. Each command gives one event at most.
 */
export const slotDecider: Decider<SlotCommand, SlotEvent, Slot> = {
  initial: emptySlot,
  decide: (command, state) => changes(command, state).map((event) => withLabels(event, state)),
  evolve,
};
