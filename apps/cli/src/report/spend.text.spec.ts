import { spendTableText } from './spend.text.js';
import { plainStyle } from '../terminal/terminal.js';

const spent = { episodes: 16, tokens: 0, cost_micros: 4_000 };
const cap = { episodes: 2_000, tokens: 0, cost_micros: 3_000 };
const wall = { taken: 720, cap: 3_600_000 };

it('says what was charged, past a cap too, and that an agent went over its own limit', () => {
  const text = spendTableText({ spent, cap, wall, overLimit: 16 }, plainStyle());
  expect(text).toMatch(/cost .*133 %, past the cap/);
  expect(text.replaceAll('\n', ' ')).toContain(
    'over its own limit: the agent used more than it declares in 16 episodes',
  );
});

it('says nothing of it where the agent kept to its limit', () =>
  expect(spendTableText({ spent, cap, wall }, plainStyle())).not.toContain('own limit'));
