import { policySet, type InstallPolicySet, type PolicySet } from './policy-set.decider.js';

const install: InstallPolicySet = {
  type: 'InstallPolicySet',
  name: 'standard',
  hash: 'h1',
  text: 'permit(principal, action, resource);',
};
const after = (...commands: readonly InstallPolicySet[]): PolicySet =>
  commands.reduce<PolicySet>(
    (state, command) => policySet.decide(command, state).reduce(policySet.evolve, state),
    policySet.initial,
  );

it('installs', () =>
  expect(policySet.decide(install, policySet.initial)).toEqual([
    {
      type: 'PolicySetInstalled',
      data: { name: 'standard', hash: 'h1', text: 'permit(principal, action, resource);' },
    },
  ]));
it('changes nothing when the set is in force', () => expect(policySet.decide(install, after(install))).toEqual([]));
it('installs another version, and the first one again after it', () => {
  const next = { ...install, hash: 'h2' };
  expect(policySet.decide(next, after(install))).toHaveLength(1);
  expect(policySet.decide(install, after(install, next))).toHaveLength(1);
});
