import type { LeaseRequest, Verdict } from '@ao/domain-lease';
import { allowList } from './egress-allow-list.js';
import { cedarEngine } from './policy-engine.js';
import { policySchema, presets, readPolicyText, type PolicySource } from './policy-text.js';

const none = { episodes: 0, tokens: 0, costMicros: 0 };
const training: LeaseRequest = {
  principal: 'user:admin',
  subject: 'job:j1',
  capability: 'training.run',
  resource: 'agent:recall',
  budget: { episodes: 1_000, tokens: 0, costMicros: 0 },
  wallMs: 3_600_000,
};
const promotion: LeaseRequest = {
  ...training,
  capability: 'slot.promote',
  resource: 'slot:recall/interview-questions',
  budget: none,
};
const call: LeaseRequest = { ...training, capability: 'egress.call', resource: 'host:127.0.0.1:50051', budget: none };
const ask = (source: PolicySource, request: LeaseRequest, caller: 'service' | 'admin' = 'service'): Verdict =>
  cedarEngine(readPolicyText(source), policySchema())(request, caller);
const standard = (request: LeaseRequest, caller?: 'service' | 'admin'): Verdict =>
  ask({ preset: 'standard' }, request, caller);
const engineOf = (text: string): ReturnType<typeof cedarEngine> =>
  cedarEngine({ name: 'own', hash: text, text }, policySchema());

describe.each(presets)('the preset %s', (preset) => {
  it('lets an administrator train and names the policy', () =>
    expect(ask({ preset }, training)).toMatchObject({
      allowed: true,
      policies: [expect.stringContaining(preset)],
      reason: expect.stringMatching(/administrators may/),
    }));
  it.each([training, promotion, call])('denies what nobody permits: $capability for another user', (request) =>
    expect(ask({ preset, egressAllow: ['*'] }, { ...request, principal: 'user:viewer' }, 'admin')).toMatchObject({
      allowed: false,
      policies: [],
      reason: expect.stringMatching(/no policy of the/),
    }),
  );
  it('denies a capability that it does not know, and one that is asked of the wrong thing', () => {
    expect(ask({ preset }, { ...training, capability: 'root.shell' })).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('root.shell'),
    });
    expect(ask({ preset }, { ...training, resource: 'host:127.0.0.1:1' })).toMatchObject({ allowed: false });
  });
});

describe('the standard limits', () => {
  const most = { episodes: 1_000_000, tokens: 100_000_000, costMicros: 100_000_000 };
  it('include their ends', () =>
    expect(standard({ ...training, budget: most, wallMs: 86_400_000 })).toMatchObject({ allowed: true }));
  it.each([
    ['standard.training-episodes', { budget: { ...most, episodes: 1_000_001 } }],
    ['standard.training-tokens', { budget: { ...most, tokens: 100_000_001 } }],
    ['standard.training-cost', { budget: { ...most, costMicros: Number.MAX_SAFE_INTEGER } }],
    ['standard.training-wall-time', { wallMs: 86_400_001 }],
  ])('%s', (policy, beyond) =>
    expect(standard({ ...training, ...beyond })).toMatchObject({
      allowed: false,
      policies: [policy],
      reason: expect.stringMatching(/at most/),
    }),
  );
  it('names all that are overstepped', () =>
    expect(standard({ ...training, budget: { ...most, episodes: 2_000_000 }, wallMs: 86_400_001 }).policies).toEqual([
      'standard.training-episodes',
      'standard.training-wall-time',
    ]));
});

describe('promotion', () => {
  it('goes by itself for an administrator under standard', () =>
    expect(standard(promotion)).toMatchObject({ allowed: true, policies: ['standard.promotion'] }));
  it('also of a whole unit', () =>
    expect(standard({ ...promotion, resource: 'unit:u1' })).toMatchObject({ allowed: true }));
  it('does not go for a service on its own', () =>
    expect(standard({ ...promotion, principal: 'service:orchestrator' })).toMatchObject({ allowed: false }));
  it('waits for a person under strict', () => {
    expect(ask({ preset: 'strict' }, promotion)).toMatchObject({
      allowed: false,
      policies: ['strict.promotion-in-person'],
    });
    expect(ask({ preset: 'strict' }, promotion, 'admin')).toMatchObject({ allowed: true });
  });
});

describe('egress', () => {
  const to = (address: string, egressAllow?: string[]): boolean =>
    ask(
      { preset: 'standard', ...(egressAllow === undefined ? {} : { egressAllow }) },
      { ...call, resource: `host:${address}` },
    ).allowed;
  it('stays on the machine by default', () => {
    expect([to('127.0.0.1:50051'), to('localhost:1'), to('[::1]:80')]).toEqual([true, true, true]);
    expect([to('example.com:443'), to('127.0.0.11:80'), to('10.0.0.1:50051')]).toEqual([false, false, false]);
  });
  it('goes where the operator lets it', () => {
    expect([
      to('Agents.example.com:443', ['*.example.com:443']),
      to('example.org:443', ['*']),
      to('my_agent:50051', ['my_agent:*']),
    ]).toEqual([true, true, true]);
    expect([to('agents.example.com:80', ['*.example.com:443']), to('127.0.0.1:1', [])]).toEqual([false, false]);
  });
  it('is denied by name', () =>
    expect(standard({ ...call, resource: 'host:example.com:443' })).toMatchObject({ policies: ['egress.allow-list'] }));
  it('goes for the platform itself', () =>
    expect(standard({ ...call, principal: 'service:evaluation-harness' })).toMatchObject({ allowed: true }));
  it('goes anywhere under relaxed and nowhere under strict until a list says so', () => {
    expect(ask({ preset: 'relaxed' }, { ...call, resource: 'host:example.com:443' })).toMatchObject({ allowed: true });
    expect(ask({ preset: 'strict' }, call)).toMatchObject({ allowed: false });
    expect(ask({ preset: 'strict', egressAllow: ['127.0.0.1:50051'] }, call)).toMatchObject({ allowed: true });
  });
  it('takes lists of patterns and nothing that could become policy text', () => {
    expect(allowList.parse('127.0.0.1:*, Example.com:443')).toEqual(['127.0.0.1:*', 'example.com:443']);
    expect(allowList.parse('none')).toEqual([]);
    for (const wrong of ['example.com', 'a:1" || true || resource.address like "*', 'a:1,,b:2', 'a:99x'])
      expect(allowList.safeParse(wrong).success).toBe(false);
  });
});

describe('a set that is not right', () => {
  it.each([
    ['does not parse', 'permit (principal'],
    [
      'speaks of what is not there',
      '@id("x") permit (principal, action == Action::"training.run", resource) when { context.epizodes > 1 };',
    ],
    ['has a policy without an id', 'permit (principal, action, resource);'],
    [
      'has an id twice',
      '@id("x") permit (principal, action, resource); @id("x") forbid (principal, action, resource);',
    ],
    ['has templates', '@id("x") permit (principal == ?principal, action, resource);'],
  ])('%s', (_name, text) =>
    expect(() => engineOf(text)).toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(/policy set own is not valid/) }),
    ),
  );
  it('cannot be read', () =>
    expect(() => readPolicyText({ preset: 'standard', file: '/nowhere/own.cedar' })).toThrow(/AO_POLICY_FILE/));
  it('denies where a policy fails to evaluate, though Cedar would skip it', () => {
    const engine = engineOf(`@id("all") permit (principal, action, resource);
@id("overflows") forbid (principal, action == Action::"training.run", resource) when { context.episodes * 9223372036854775807 > 1 };`);
    expect(engine(training, 'service')).toMatchObject({ allowed: false, policies: ['overflows'] });
  });
});
