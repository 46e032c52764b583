import fc from 'fast-check';
import { packHeads, unpackHeads } from './feed-heads.js';

const head = fc.record({
  id: fc.string(),
  type: fc.string(),
  source: fc.string(),
  key: fc.string(),
  corr_id: fc.string(),
  causation_id: fc.string(),
  time: fc.integer(),
  stream_version: fc.nat(),
  length: fc.nat(),
});

it('gives back the heads that were packed, by way of JSON', () => {
  fc.assert(
    fc.property(fc.array(head), (heads) =>
      expect(unpackHeads(JSON.parse(JSON.stringify(packHeads(heads))))).toEqual(heads),
    ),
  );
});

it('keeps a text that many heads share once', () => {
  const heads = Array.from({ length: 100 }, (_, at) => ({
    id: `${at}`,
    type: 'episode.completed',
    source: '/evaluation-harness',
    key: 'slice',
    corr_id: 'story',
    causation_id: 'story',
    time: 0,
    stream_version: at,
    length: 1,
  }));
  expect(packHeads(heads).words).toEqual(['episode.completed', '/evaluation-harness', 'slice', 'story']);
});
