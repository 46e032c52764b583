import { decodeFact, encodeFact, type DecodedFact } from '@ao/contracts';
import type { GateLedgerEvent } from '@ao/domain-orchestrator';
import { memoryEventStore, type RecordedEvent } from '@ao/event-store';
import { gateLedgerFacts } from './gate-ledger.facts.js';
import { ledgerCommands, reserveAlpha, settleAlpha } from './reserve-alpha.js';

const metadata = { corrId: 'c', causationId: 'c', subject: 'service:orchestrator' };
const ask = (finalist: number) => ({
  slot: 'recall/set',
  jobId: 'j1',
  finalist,
  candidateHash: `c${finalist}`,
  taskSet: 'set@f00d',
  atMost: 0.05,
  slotAlpha: 0.05,
  spending: '' as const,
  looksAllowed: 20,
});

it('gives a finalist the same test however often it asks, and the next one the next', async () => {
  const ledgers = ledgerCommands(memoryEventStore());
  const first = await reserveAlpha(ledgers, ask(0), metadata);
  expect(await reserveAlpha(ledgers, ask(0), metadata)).toEqual(first);
  await settleAlpha(ledgers, { slot: 'recall/set', jobId: 'j1', finalist: 0, promoted: false }, metadata);
  const second = await reserveAlpha(ledgers, ask(1), metadata);
  expect([first.test, second.test]).toEqual([1, 2]);
  expect(second.alpha).toBeLessThan(first.alpha);
});

it('gives two jobs that ask at once different tests', async () => {
  const ledgers = ledgerCommands(memoryEventStore());
  const tests = await Promise.all(
    [0, 1, 2, 3].map((finalist) => reserveAlpha(ledgers, { ...ask(finalist), jobId: `j${finalist}` }, metadata)),
  );
  expect(tests.map(({ test }) => test).sort()).toEqual([1, 2, 3, 4]);
});

it('publishes both facts under the slot, and they survive the wire', () => {
  const claim = { slot: 'recall/set', test: 2, jobId: 'j1', finalist: 1 };
  const events: GateLedgerEvent[] = [
    {
      type: 'AlphaReserved',
      data: {
        ...claim,
        candidateHash: 'c',
        alpha: 0.0076,
        taskSet: 'set@f00d',
        look: 2,
        looksAllowed: 20,
        spending: 'family_wise',
        slotAlpha: 0.05,
        spent: 0.038,
      },
    },
    { type: 'AlphaSettled', data: { ...claim, promoted: true, nextAlpha: 0.011, spent: 0.0304 } },
  ];
  const facts = events.map((event) =>
    gateLedgerFacts({ stream: 'ledger-recall/set', event } as unknown as RecordedEvent<GateLedgerEvent>),
  );
  const wire = facts.map(({ type, data }) => {
    const { data: decoded } = decodeFact(type, encodeFact({ type, data } as DecodedFact).value) as DecodedFact;
    return decoded;
  });
  expect(facts.map(({ key, type }) => [key, type])).toEqual([
    ['recall/set', 'promotion.alpha.reserved'],
    ['recall/set', 'promotion.alpha.settled'],
  ]);
  expect(wire[0]).toEqual(events[0]?.data);
  expect(wire[1]).toEqual({ slot: 'recall/set', test: 2, promoted: true, nextAlpha: 0.011, spent: 0.0304 });
});
