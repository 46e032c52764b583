import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { canonicalJson } from '@ao/kernel';
import type { EventStore } from '@ao/event-store';
import { exportJob } from './export-job.js';
import { requested, storeOf } from './history.fixture.js';

const completed = { type: 'TrainingCompleted', data: { outcome: 'held', reason: 'nothing better' } };
const returned = { type: 'LeaseReturned', data: { leaseId: 'lease-j1' } };
const scheduled = (hash: string) => ({
  type: 'TrialScheduled',
  data: { trialId: `t-${hash}`, configuration: { k: hash }, configurationHash: hash },
});
const accepted = { type: 'LeaseAccepted', data: { incumbent: { k: 'a' }, incumbentHash: 'a' } };
const reserved = (jobId: string) => ({ type: 'AlphaReserved', data: { jobId, finalist: 0 } });

const bytesOf = async (store: EventStore, jobId: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of exportJob(store, jobId)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const linesOf = async (store: EventStore, jobId: string) =>
  gunzipSync(await bytesOf(store, jobId))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as { line: number; kind: string; data: Record<string, unknown>; sha256: string });

describe('exportJob', () => {
  it('says that there is no such job', async () => {
    const store = await storeOf({});
    await expect(bytesOf(store, 'j2')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says that a job has not ended', async () => {
    const store = await storeOf({ 'job-j1': [requested, accepted] });
    await expect(bytesOf(store, 'j1')).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining('has not ended'),
    });
  });

  it('writes the kinds in order, each configuration once, and ends with the count and the root', async () => {
    const store = await storeOf({
      'job-j1': [requested, accepted, scheduled('a'), scheduled('b'), scheduled('b'), completed],
      'ledger-recall/set': [reserved('j1')],
    });
    const lines = await linesOf(store, 'j1');
    expect(lines.map(({ kind }) => kind)).toEqual([
      'archive',
      'task_set',
      'configuration',
      'configuration',
      ...Array(6).fill('event'),
      'ledger',
      'end',
    ]);
    expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(lines[0]?.data).toEqual({ format: 1, job_id: 'j1', corr_id: 'c1' });
    expect(lines.slice(2, 4).map(({ data }) => data)).toEqual([
      { hash: 'a', configuration: { k: 'a' } },
      { hash: 'b', configuration: { k: 'b' } },
    ]);
    expect(lines[4]?.data).toMatchObject({
      version: 1,
      type: 'TrainingRequested',
      data: requested.data,
      corr_id: 'c1',
      causation_id: 'x1',
      subject: 'user:admin',
    });
    expect(lines.at(-1)?.data).toEqual({ lines: lines.length - 1, root: lines.at(-2)?.sha256 });
  });

  it('chains each line to the one before', async () => {
    const store = await storeOf({ 'job-j1': [requested, completed] });
    let before = '';
    for (const { line, kind, data, sha256 } of await linesOf(store, 'j1')) {
      before = createHash('sha256')
        .update(`${before}\n${canonicalJson({ line, kind, data })}`)
        .digest('hex');
      expect(sha256).toBe(before);
    }
  });

  it('gives the same bytes after the lease went back and other jobs used the ledger', async () => {
    const store = await storeOf({
      'job-j1': [requested, completed],
      'ledger-recall/set': [reserved('j0'), reserved('j1')],
    });
    const early = await bytesOf(store, 'j1');
    const metadata = { corrId: 'c2', causationId: 'x2', subject: 'service:orchestrator' };
    await store.append({ stream: 'job-j1', expectedVersion: 2, events: [returned], metadata });
    await store.append({ stream: 'ledger-recall/set', expectedVersion: 2, events: [reserved('j2')], metadata });
    expect((await bytesOf(store, 'j1')).equals(early)).toBe(true);
  });

  it('has a gzip header without time and system', async () => {
    const store = await storeOf({ 'job-j1': [requested, completed] });
    expect((await bytesOf(store, 'j1')).subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff');
  });
});
