import fc from 'fast-check';
import { isName, nameViolations, names, shownText, slotOf, slotParts } from './names.js';

const right: Readonly<Record<keyof typeof names, readonly string[]>> = {
  agentId: ['recall', 'mail-guard', 'a', `a${'b'.repeat(62)}`],
  taskSet: ['web-features', 'qa', 'a1-'],
  taskSetReference: ['web-features', `web-features@${'0a'.repeat(32)}`],
  slot: ['recall/web-features', 'a/b'],
  parameter: ['k1', 'top_k', 'model.name', 'B-2', `a${'b'.repeat(63)}`],
  version: ['1.0.0', '0.0.1', '1.2.3-rc.1', '1.2.3-0a.x+build.7', '1.0.0+001'],
  unitId: ['u1', 'job:7/unit.2', 'A', `a${'b'.repeat(199)}`],
  sha256: ['0123456789abcdef'.repeat(4)],
  correlationId: ['a', '018f-x:y/z.w_', 'a'.repeat(128)],
  hostAndPort: ['127.0.0.1:7800', '[::1]:1', 'agents.example.com:65535'],
  hostPattern: ['*', '127.0.0.1:*', '*.example.com:443', '[::1]:*'],
  leaseId: ['l1', 'Ü 1', 'a'.repeat(200)],
  principal: ['user:admin', 'service:orchestrator'],
  leaseSubject: ['job:1', 'agent:127.0.0.1:80'],
  capability: ['training.run', 'egress.call', 'a.b.c_d'],
  resource: ['agent:recall', 'slot:a/b', 'unit:u', 'host:[::1]:80', 'host:a.b:1'],
};

const wrong: Readonly<Record<keyof typeof names, readonly string[]>> = {
  agentId: ['', 'Recall', '1a', 'mail_guard', `a${'b'.repeat(63)}`, 'a\n'],
  taskSet: ['', 'Web', 'a b', 'a@b'],
  taskSetReference: ['web-features@', 'web-features@abc', '@abc', `a@${'A'.repeat(64)}`],
  slot: ['recall', 'recall/', '/x', 'a/b/c', 'Recall/x', 'recall/x@1', 'a/b\n'],
  parameter: ['', 'top k', '1k', '/k', 'a~b', '__proto__', `a${'b'.repeat(64)}`],
  version: ['1', '1.0', '01.0.0', '1.0.0-', '1.0.0-01', 'v1.0.0', '1.0.0-a..b'],
  unitId: ['', '-a', 'a b', `a${'b'.repeat(200)}`],
  sha256: ['', 'A'.repeat(64), '0'.repeat(63)],
  correlationId: ['', 'a b', 'a'.repeat(129)],
  hostAndPort: ['', 'host', 'host:', ':80', 'host:123456', 'a b:80', '::1:80:'],
  hostPattern: ['', 'host', 'HOST:80'],
  leaseId: ['', 'a\n', 'a'.repeat(201)],
  principal: ['admin', 'user:', 'agent:x'],
  leaseSubject: ['job', 'Job:1', 'job:'],
  capability: ['training', 'Training.run', 'training.'],
  resource: ['recall', 'host:x', 'agent:'],
};

describe.each(Object.keys(names) as (keyof typeof names)[])('%s', (kind) => {
  it.each(right[kind])('takes %j', (name) => expect(nameViolations(names[kind], 'x', name)).toEqual([]));
  it.each(wrong[kind])('refuses %j and says what it is and what would be right', (name) =>
    expect(nameViolations(names[kind], 'x', name)).toEqual([
      { path: 'x', message: `${names[kind].demand}, not ${shownText(name)}` },
    ]),
  );
});

it('takes nothing that is no text', () => expect(isName(names.slot, ['a/b'])).toBe(false));

it('is a slot exactly where both halves are names, and comes apart into them again', () => {
  const half = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(half, half, (agentId, taskSet) => {
      const isSlot = isName(names.agentId, agentId) && isName(names.taskSet, taskSet);
      expect(slotParts(slotOf(agentId, taskSet))).toEqual(isSlot ? { agentId, taskSet } : undefined);
    }),
  );
});

it('shows a long text cut, never whole', () => {
  expect(shownText('a"b')).toBe('"a\\"b"');
  expect(shownText('x'.repeat(1_000)).length).toBeLessThan(100);
});
