import type { Decider } from '@ao/kernel';
import type { PolicySetEvent } from './policy-set.events.js';

/** Puts a policy set in force that the edge has read and validated. */
export interface InstallPolicySet {
  readonly type: 'InstallPolicySet';
  readonly name: string;
  readonly hash: string;
  readonly text: string;
}

/** Which set is in force. */
export type PolicySet =
  { readonly status: 'none' } | { readonly status: 'installed'; readonly name: string; readonly hash: string };

/** Which policies decide, version after version: installing the set that is in force changes nothing. */
export const policySet: Decider<InstallPolicySet, PolicySetEvent, PolicySet> = {
  initial: { status: 'none' },
  decide: ({ name, hash, text }, state) =>
    state.status === 'installed' && state.name === name && state.hash === hash
      ? []
      : [{ type: 'PolicySetInstalled', data: { name, hash, text } }],
  evolve: (_state, { data }) => ({ status: 'installed', name: data.name, hash: data.hash }),
};
