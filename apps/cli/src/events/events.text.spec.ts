import { plainStyle } from '../terminal/terminal.js';
import { eventText } from './events.text.js';

const fact = { id: 'e', key: '01a2073c-b610-7185-b5de-71e9ddedc4e1', time: '2026-11-23T05:29:11.123Z', corr_id: 'c' };

it('tells what happened, whose it is, and what it says, in whole where it is piped', () => {
  const data = {
    trial_id: 't',
    job_id: fact.key,
    purpose: 'search',
    arm: 'candidate',
    round: 2,
    configuration: { k: 1 },
    configuration_hash: 'h',
    splits: ['dev'],
    report: { solve_rate: 0.5, latency_p50_ms: 3 },
  };
  expect(eventText({ ...fact, type: 'evaluation.trial.completed', data }, plainStyle(120, true))).toBe(
    `2026-11-23T05:29:11.123Z  evaluation.trial.completed    ${fact.key}  purpose=search arm=candidate round=2 solve_rate=0.5`,
  );
});

it('fits into the terminal', () => {
  const data = {
    reason: 'a reason that goes on for much longer than any terminal that anybody has ever seen is wide, really',
  };
  const line = eventText({ ...fact, key: 'recall/web-features', type: 'promotion.decided', data }, plainStyle(80));
  expect(line.length).toBeLessThanOrEqual(80);
  expect(line).toMatch(/ recall\/web-features {2}reason=.*…$/u);
  const piped = eventText({ ...fact, type: 'promotion.decided', data }, plainStyle(80, true));
  expect(piped).toMatch(/^2026-11-23T05:29:11\.123Z .* reason=.* is wide, really$/u);
});
