import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from '@ao/kernel';
import { verifyArchive } from '@ao/verifier';
import { archiveLines, type ArchiveEntry } from './archive-lines.js';
import { plain, requestOf, Stage, worldOf } from './played-job.fixture.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Data = any;

let lines: string[];
let promoting: string[];

beforeAll(async () => {
  lines = await new Stage(worldOf({ ...plain, proven: 0, worth: 1 })).play(
    requestOf('j1', { gate: { futility: 0.2 } }),
  );
  promoting = await new Stage(worldOf({ ...plain, worth: 1, proven: 1 })).play(requestOf('j1', {}));
});

const linesFound = async (changed: readonly string[]): Promise<number[]> =>
  (await verifyArchive(changed)).differences.map(({ line }) => line);

const anyLine = fc.nat().map((drawn) => drawn % lines.length);

/** A liar who knows the format writes every hash anew. */
const rewritten = (archive: readonly string[], change: (data: Data, kind: string, line: number) => void): string[] => {
  const entries = archive.slice(0, -1).map((text, index): ArchiveEntry => {
    const { kind, data } = JSON.parse(text) as { kind: ArchiveEntry['kind']; data: Data };
    change(data, kind, index + 1);
    return { kind, data };
  });
  return [...archiveLines(entries)].map((line) => line.trimEnd());
};

const lineOf = (archive: readonly string[], type: string): number =>
  archive.findIndex((line) => line.includes(`"type":"${type}"`)) + 1;

describe('an archive that was changed by somebody who leaves the hashes alone', () => {
  it('is found at the line where any one character was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLine,
        fc.nat(),
        fc.constantFrom(...'0123456789abxyz"{}[]:, '),
        async (line, drawn, character) => {
          const text = lines[line] as string;
          const place = drawn % text.length;
          fc.pre(text[place] !== character);
          const found = await linesFound(lines.with(line, text.slice(0, place) + character + text.slice(place + 1)));
          expect(found).toContain(line + 1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is found where any line is missing, stands twice, or two are swapped', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, anyLine, async (line, other) => {
        expect(await linesFound(lines.toSpliced(line, 1))).toContain(line + 1);
        expect(await linesFound(lines.toSpliced(line, 0, lines[line] as string))).toContain(line + 2);
        fc.pre(line !== other);
        expect(await linesFound(lines.with(line, lines[other] as string).with(other, lines[line] as string))).toContain(
          Math.min(line, other) + 1,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('is found where the end is missing', async () => {
    expect(await linesFound(lines.slice(0, -1))).toEqual([lines.length]);
    expect(await linesFound([])).toEqual([1]);
  });
});

describe('an archive that was changed by somebody who writes every hash anew', () => {
  it('has no difference where nothing was changed', async () => {
    expect(rewritten(lines, () => undefined)).toEqual(lines);
    expect(await linesFound(lines)).toEqual([]);
    expect(await linesFound(promoting)).toEqual([]);
  });

  it('has no difference where a job was cancelled in the middle of a comparison', async () => {
    const entries = promoting.map((text) => JSON.parse(text) as ArchiveEntry & { data: Data });
    const block = lineOf(promoting, 'BlockCompared');
    const { version } = entries[block - 1]?.data ?? {};
    const cancelled: ArchiveEntry = {
      kind: 'event',
      data: {
        ...entries[block - 1]?.data,
        version: version + 1,
        type: 'TrainingCancelled',
        data: { reason: 'enough' },
      },
    };
    const reserved = entries.filter(({ kind, data }) => kind === 'ledger' && data.type === 'AlphaReserved');
    const lines = [...archiveLines([...entries.slice(0, block), cancelled, ...reserved])].map((line) => line.trimEnd());
    expect(await linesFound(lines)).toEqual([]);
  });

  it('is found where any outcome was flipped: at its block, by the total that the trial reported, and at the decision', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('candidate', 'incumbent'),
        fc.nat(),
        fc.constantFrom('BlockCompared', 'ConfirmationCompared'),
        async (arm, drawn, type) => {
          const block = lineOf(promoting, type);
          const found = await linesFound(
            rewritten(promoting, ({ data }, _kind, line) => {
              if (line !== block) return;
              const solved = data[arm].solved as string;
              const place = drawn % solved.length;
              data[arm].solved = solved.slice(0, place) + (solved[place] === '1' ? '0' : '1') + solved.slice(place + 1);
            }),
          );
          expect(found).toEqual(expect.arrayContaining([block, lineOf(promoting, 'PromotionDecided')]));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is found where the outcomes were changed so that the totals stay', async () => {
    const block = lineOf(promoting, 'BlockCompared');
    const swap = ({ data }: Data, _kind: string, line: number): void => {
      if (line === block) data.candidate.latencyMs = data.candidate.latencyMs.toReversed();
    };
    expect(await linesFound(rewritten(promoting, swap))).toContain(lineOf(promoting, 'PromotionDecided'));
  });

  it('is found where any number of a decision was changed', async () => {
    const decision = lineOf(promoting, 'PromotionDecided');
    const places: string[] = [];
    const walk = (value: Data, path: string): void => {
      if (typeof value === 'number') places.push(path);
      else if (typeof value === 'object' && value !== null)
        Object.keys(value).forEach((key) => walk(value[key], `${path}/${key}`));
    };
    walk(JSON.parse(promoting[decision - 1] as string).data.data, '');
    const change = (data: Data, path: string): void => {
      const keys = path.split('/').slice(1);
      keys.slice(0, -1).reduce((inside, key) => inside[key], data)[keys.at(-1) as string] += 0.001;
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), async (path) => {
        expect(
          await linesFound(
            rewritten(promoting, ({ data }, _kind, line) => void (line === decision && change(data, path))),
          ),
        ).toContain(decision);
      }),
      { numRuns: 40 },
    );
  });

  const lies: readonly (readonly [string, string, (data: Data) => void])[] = [
    [
      'the outcome of a decision',
      'PromotionDecided',
      (data) => (data.outcome = data.outcome === 'held' ? 'promoted' : 'held'),
    ],
    ['the error of a comparison', 'AlphaReserved', (data) => (data.alpha *= 2)],
    ['the seed of the order', 'TrialScheduled', (data) => (data.context.orderSeed += 1)],
    ['a search that saw the holdout', 'TrialScheduled', (data) => data.context.splits.push('holdout')],
    ['another lease', 'TrialScheduled', (data) => (data.context.lease.fencingToken += 1)],
    ['another configuration', 'TrialScheduled', (data) => (data.configuration.k = 0.9)],
    ['the end of the job', 'TrainingCompleted', (data) => (data.outcome = 'held')],
    [
      'an item of the verdict that confirms',
      'ConfirmationCompared',
      (data) =>
        (data.itemIds[0] = JSON.parse(
          promoting[lineOf(promoting, 'BlockCompared') - 1] as string,
        ).data.data.itemIds[0]),
    ],
    ['an item that counts twice', 'BlockCompared', (data) => (data.itemIds[1] = data.itemIds[0])],
  ];
  it.each(lies)('is found where it lies about %s', async (_, type, change) => {
    const at = lineOf(promoting, type);
    const found = await linesFound(rewritten(promoting, ({ data }, _kind, line) => void (line === at && change(data))));
    expect(found).toContain(at);
  });

  it('is found where the ledger lies', async () => {
    const ledger = promoting.findIndex((line) => line.includes('"kind":"ledger"')) + 1;
    for (const change of [
      (data: Data) => (data.alpha /= 2),
      (data: Data) => (data.test += 1),
      (data: Data) => (data.slotAlpha = 0.5),
      (data: Data) => (data.spent += 0.01),
      (data: Data) => (data.look = 9),
    ])
      expect(
        await linesFound(rewritten(promoting, ({ data }, _kind, line) => void (line === ledger && change(data)))),
      ).toContain(ledger);
    expect(
      await linesFound(
        rewritten(
          promoting.filter((line) => !line.includes('"kind":"ledger"')),
          () => undefined,
        ),
      ),
    ).toContain(lineOf(promoting, 'AlphaReserved'));
  });

  it('is found by the hash of the outcomes where everything was made to fit', async () => {
    const blocks = promoting
      .map((line) => JSON.parse(line))
      .filter(({ data }) => data.type === 'BlockCompared' || data.type === 'ConfirmationCompared');
    const outcomesHash = createHash('sha256')
      .update(canonicalJson(blocks.map(({ data }) => data.data)))
      .digest('hex');
    expect((await verifyArchive(promoting, { outcomesHash })).ok).toBe(true);
    const other = await verifyArchive(promoting, { outcomesHash: 'f00d' });
    expect(other.differences).toEqual([
      { line: lineOf(promoting, 'PromotionDecided'), what: expect.stringContaining('f00d') },
    ]);
  });
});
