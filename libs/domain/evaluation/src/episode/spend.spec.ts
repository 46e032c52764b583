import fc from 'fast-check';
import { addOutcome, capSpend, noSpend, reservationOf } from './spend.js';

const count = fc.integer({ min: 0, max: 1_000_000 });
const outcome = fc.record({ tokensIn: count, tokensOut: count, costMicros: count });

it('adds up episodes, tokens of both directions and cost', () => {
  const spend = [
    { tokensIn: 1, tokensOut: 2, costMicros: 3 },
    { tokensIn: 10, tokensOut: 20, costMicros: 30 },
  ].reduce(addOutcome, noSpend);
  expect(spend).toEqual({ episodes: 2, tokens: 33, costMicros: 33 });
});

it('never commits more than was reserved, whatever an agent says', () => {
  fc.assert(
    fc.property(fc.array(outcome), count, count, (outcomes, maxTokens, maxCostMicros) => {
      const reserved = reservationOf(outcomes.length, { maxTokens, maxCostMicros });
      const spent = capSpend(outcomes.reduce(addOutcome, noSpend), reserved);
      expect(spent.episodes).toBe(outcomes.length);
      expect(spent.tokens).toBeLessThanOrEqual(reserved.tokens);
      expect(spent.costMicros).toBeLessThanOrEqual(reserved.costMicros);
    }),
  );
});
