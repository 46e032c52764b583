import fc from 'fast-check';
import { addOutcome, noSpend, reservationOf } from './spend.js';

const count = fc.integer({ min: 0, max: 1_000_000 });
const outcome = fc.record({ tokensIn: count, tokensOut: count, costMicros: count });

it('adds up episodes, tokens of both directions and cost', () => {
  const spend = [
    { tokensIn: 1, tokensOut: 2, costMicros: 3 },
    { tokensIn: 10, tokensOut: 20, costMicros: 30 },
  ].reduce(addOutcome, noSpend);
  expect(spend).toEqual({ episodes: 2, tokens: 33, costMicros: 33 });
});

it('adds up whole numbers exactly, whatever the order, or says that it cannot', () => {
  const large = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const any = fc.record({ tokensIn: large, tokensOut: large, costMicros: large });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (outcomes) => {
      const sumOf = (of: (each: (typeof outcomes)[number]) => bigint): bigint =>
        outcomes.reduce((sum, each) => sum + of(each), 0n);
      const cost = sumOf(({ costMicros }) => BigInt(costMicros));
      const tokens = sumOf(({ tokensIn, tokensOut }) => BigInt(tokensIn) + BigInt(tokensOut));
      const limit = BigInt(Number.MAX_SAFE_INTEGER);
      if (cost > limit || tokens > limit)
        return void expect(() => outcomes.reduce(addOutcome, noSpend)).toThrow(
          expect.objectContaining({ code: 'out_of_range' }),
        );
      const spend = outcomes.reduce(addOutcome, noSpend);
      expect([BigInt(spend.costMicros), BigInt(spend.tokens)]).toEqual([cost, tokens]);
    }),
  );
});

it('reserves the most that the episodes may cost', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 20 }), count, count, (outcomes, maxTokens, maxCostMicros) => {
      const within = outcomes.map(({ costMicros }) => ({
        tokensIn: 0,
        tokensOut: maxTokens,
        costMicros: Math.min(costMicros, maxCostMicros),
      }));
      const [reserved, spent] = [
        reservationOf(outcomes.length, { maxTokens, maxCostMicros }),
        within.reduce(addOutcome, noSpend),
      ];
      expect(spent.tokens).toBeLessThanOrEqual(reserved.tokens);
      expect(spent.costMicros).toBeLessThanOrEqual(reserved.costMicros);
    }),
  );
});
