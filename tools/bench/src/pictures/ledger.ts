import { nextAlpha, spendingNames, type SpendingName, type SpentTest } from '@ao/science';
import { bySeries, colours, type Picture } from './picture.js';

const total = 0.05;
const tests = 20;
/** Tests, from 1, that promote in this made-up life. */
const promotions = [4, 12];

const series = { family_wise: colours.ours, e_lond: colours.rival };

const offered = (
  rule: SpendingName,
): { readonly series: SpendingName; readonly test: number; readonly alpha: number; readonly promoted: boolean }[] => {
  const past: SpentTest[] = [];
  return Array.from({ length: tests }, (_, index) => {
    const alpha = nextAlpha(rule, total, past);
    const promoted = promotions.includes(index + 1);
    past.push({ alpha, promoted });
    return { series: rule, test: index + 1, alpha: Number(alpha.toPrecision(6)), promoted };
  });
};

/** What each test of a slot may spend under the two rules. */
export const ledger: Picture = {
  file: 'ledger.svg',
  draw: (say) => {
    const values = spendingNames.flatMap(offered);
    for (const rule of spendingNames)
      say(
        `ledger: ${rule} offers ${offered(rule)
          .slice(0, 6)
          .map(({ alpha }) => alpha.toFixed(4))
          .join(', ')} to the first six tests, of which the fourth promotes`,
      );
    return {
      title: {
        text: 'What a test of a slot may spend of an error of 5 %',
        subtitle: `a life in which tests ${promotions.join(' and ')} promote (rings); the axis is logarithmic`,
      },
      width: 560,
      height: 260,
      data: { values },
      encoding: {
        x: {
          field: 'test',
          type: 'quantitative',
          scale: { domain: [0.5, tests + 0.5], nice: false },
          axis: { title: 'test of the slot', tickCount: tests, grid: false },
        },
        y: {
          field: 'alpha',
          type: 'quantitative',
          scale: { type: 'log', domain: [0.00005, 0.05], nice: false },
          axis: { title: 'error on offer', values: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03], format: '.2~%' },
        },
      },
      layer: [
        { mark: { type: 'line', point: { size: 45 }, strokeWidth: 2 }, encoding: { color: bySeries(series) } },
        {
          transform: [{ filter: 'datum.promoted' }],
          mark: { type: 'point', size: 170, filled: false, strokeWidth: 2, opacity: 1 },
          encoding: { color: bySeries(series) },
        },
      ],
    };
  },
};
