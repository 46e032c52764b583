import fc from 'fast-check';
import { manifestViolations, type Manifest } from '@ao/domain-logic';
import { checkProfile } from '@ao/domain-orchestrator';
import { isName, names, slotOf, type Configuration, type MiniAgentProfile } from '@ao/kernel';

/** Two services check the same names at the two ends of a training: what the first takes, the second must take too. */

const hash = 'b'.repeat(64);
const anyName = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][\w. -]{0,12}$/),
  fc.string({ maxLength: 70 }),
  fc.constantFrom('top k', 'top_k', '__proto__', 'a/b', 'x~1'),
);
const anyAgentId = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][a-z0-9_.-]{0,8}$/),
  fc.constantFrom('recall', 'Recall', 'a@b'),
);

const profileOf = (id: string, parameters: readonly string[]): MiniAgentProfile => ({
  id,
  version: '1.0.0',
  role: 'recall',
  description: '',
  searchSpace: parameters.map((name) => ({ name, description: '', kind: 'toggle' })),
  defaults: Object.fromEntries(parameters.map((name) => [name, false])),
  requiredLeases: [],
  taskSets: [],
  tools: [],
  models: [],
  searchSplits: ['dev'],
  maxTokensPerEpisode: 0,
  maxCostMicrosPerEpisode: 0,
  episodeTimeoutMs: 0,
  deterministic: true,
});

const promotionOf = ({ id, searchSpace }: MiniAgentProfile, taskSet: string): Manifest => {
  const result: Configuration = Object.fromEntries(searchSpace.map(({ name }) => [name, true]));
  return {
    unitId: 'u1',
    version: '1.0.0',
    title: '',
    kind: 'config',
    patches: [
      {
        slot: slotOf(id, taskSet),
        operations: searchSpace.map(({ name }) => ({ op: 'replace', path: `/${name}`, value: true })),
        baseHash: '',
        resultHash: hash,
        result,
      },
    ],
    provenance: { jobId: 'j', trialId: 't', decisionId: 'd', leaseId: 'l', corrId: 'c' },
  };
};

it('promotes what could be registered, imported and trained', () => {
  fc.assert(
    fc.property(
      anyAgentId,
      fc.uniqueArray(anyName, { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
      (id, parameters, taskSet) => {
        const profile = profileOf(id, parameters);
        fc.pre(checkProfile(profile).length === 0 && isName(names.taskSet, taskSet));
        expect(manifestViolations(promotionOf(profile, taskSet), [hash])).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
