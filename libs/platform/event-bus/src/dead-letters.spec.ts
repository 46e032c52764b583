import { letterHeaders, letterOf, redriven, withoutLetter, type Letter } from './dead-letters.js';

const letter: Letter = {
  group: 'projection',
  reason: 'Error: no such job',
  attempts: 8,
  topic: 'ao.x.y.v1',
  partition: 3,
  offset: 12345678901234567890n,
  time: new Date(1_700_000_000_000),
};
const original = { ce_id: 'fact-1', subject: 'user:admin' };

describe('dead letters', () => {
  it('carry where they come from and why, and give it back', () => {
    expect(letterOf({ ...original, ...letterHeaders(letter) })).toEqual(letter);
    expect(withoutLetter({ ...original, ...letterHeaders(letter), redrive_group: 'projection' })).toEqual(original);
  });

  it('carry no more than the beginning of a long reason', () => {
    expect(letterHeaders({ ...letter, reason: 'x'.repeat(100_000) })['dlq_reason']).toHaveLength(2000);
  });

  it('go back for their own group, with the headers that they had', () => {
    const headers = { ...original, ...letterHeaders(letter) };
    expect(redriven(headers, undefined)).toEqual({ back: true, headers: { ...original, redrive_group: 'projection' } });
    expect(redriven(headers, 'projection')).toEqual(redriven(headers, undefined));
  });

  it('stay as they are when another group is redriven', () => {
    const headers = { ...original, ...letterHeaders(letter) };
    expect(redriven(headers, 'harness')).toEqual({ back: false, headers });
  });
});
