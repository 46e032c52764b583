import fc from 'fast-check';
import { failingAgent, noFailures, withOutcome, type AgentFailures } from './agent-failures.js';

const rule = { episodes: 20, share: 1 };
const incumbent = { configurationHash: 'a', arm: 'incumbent' };
const candidate = { configurationHash: 'b', arm: 'candidate' };
const other = { configurationHash: 'c', arm: 'candidate' };
const after = (count: number, error: string, of: typeof candidate, from: AgentFailures = noFailures): AgentFailures =>
  Array.from({ length: count }).reduce<AgentFailures>((state) => withOutcome(state, { error }, of), from);

it('says that an agent is failing, in its own words, after as many episodes as the rule names', () => {
  expect(failingAgent('x', after(19, 'no key', incumbent), rule)).toBeUndefined();
  expect(failingAgent('x', after(20, 'no key', incumbent), rule)).toBe(
    'x failed 20 of its first 20 episodes; in its own words: no key',
  );
});

it('does not blame the agent for one candidate', () => {
  const one = after(50, 'bad parameter', candidate);
  expect(failingAgent('x', one, rule)).toBeUndefined();
  expect(failingAgent('x', after(1, 'bad parameter', other, one), rule)).toContain('51 of its first 51');
});

it('says nothing where one episode went well, or where the rule is off', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (before, later) => {
      const ok = withOutcome(after(before, 'e', incumbent), { error: '' }, incumbent);
      expect(failingAgent('x', after(later, 'e', incumbent, ok), rule)).toBeUndefined();
      expect(failingAgent('x', after(before, 'e', incumbent), { episodes: 0, share: 1 })).toBeUndefined();
    }),
  );
});

it('takes the share that is declared', () =>
  expect(failingAgent('x', after(18, 'e', incumbent, after(2, '', incumbent)), { episodes: 20, share: 0.9 })).toContain(
    '18 of its first 20',
  ));
