import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sampleJob } from '../testing/sample-report.js';
import type { Answer, Received } from '../testing/stand-in-platform.js';
import { page, stoodIn } from '../testing/stood-in.js';

const here = stoodIn();
const { ao, folder } = here;
const jobId = sampleJob.job_id;

describe('evidence', () => {
  const path = `/state/orchestrator/jobs/${jobId}/evidence`;
  const routes =
    (archive: Answer): ((request: Received) => Answer | undefined) =>
    (request) =>
      request.path === path ? archive : page([{ decision_id: 'd', outcomes_hash: 'f00d' }]);
  const bytes: Answer = (response) =>
    void response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync('{}\n'));

  it('writes the archive to a file, and says how to check it', async () => {
    here.answer = routes(bytes);
    const file = join(folder, 'a.jsonl.gz');
    const { code, out } = await ao('export', jobId, '--out', file);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^exported the evidence of job [^]*\nao verify \S+a\.jsonl\.gz --outcomes-hash f00d\n$/u),
    ]);
    expect(gunzipSync(readFileSync(file)).toString()).toBe('{}\n');
    const programs = await ao('export', jobId, '--out', file, '--json');
    expect(JSON.parse(programs.out)).toEqual({
      job_id: jobId,
      file,
      bytes: readFileSync(file).length,
      outcomes_hash: 'f00d',
    });
  });

  it('keeps no half of an archive', async () => {
    here.answer = routes(
      (response) =>
        void response
          .writeHead(200, { 'content-type': 'application/gzip', 'content-length': '1000' })
          .write('half', () => response.destroy()),
    );
    const file = join(folder, 'half.jsonl.gz');
    await expect(ao('export', jobId, '--out', file)).resolves.toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('the archive broke off') as string,
    });
    expect(existsSync(file)).toBe(false);
  });

  it('ends with 2 for a file that cannot be written, and with 1 before the job has ended', async () => {
    here.answer = routes(bytes);
    await expect(ao('export', jobId, '--out', join(folder, 'no/such/folder/a'))).resolves.toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be written') as string,
    });
    here.answer = () => ({
      status: 409,
      json: { title: 'Conflict', status: 409, code: 'failed_precondition', detail: 'the job has not ended' },
    });
    await expect(ao('export', jobId)).resolves.toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('the job has not ended') as string,
    });
  });

  it('ends with 1 for an archive that does not agree with itself, naming the lines', async () => {
    const file = join(folder, 'changed.jsonl.gz');
    writeFileSync(file, gzipSync('{"line":1,"kind":"archive","data":{},"sha256":"no"}\n'));
    const { code, out, err } = await ao('verify', file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/does not agree with itself, first at line 1 \(evidence_differs\)\n {2}line 1: /u);
    expect(JSON.parse((await ao('verify', file, '--json')).err)).toMatchObject({
      code: 'evidence_differs',
      exit_code: 1,
      errors: [{ path: 'line 1' }, {}],
    });
  });

  it('shows a dozen differences, and all with --json', async () => {
    const file = join(folder, 'nonsense.jsonl.gz');
    writeFileSync(file, gzipSync('{"line":1,"kind":"odd","data":{},"sha256":"no"}\n'.repeat(40)));
    const all = (JSON.parse((await ao('verify', file, '--json')).err) as { errors: unknown[] }).errors.length;
    expect(all).toBeGreaterThanOrEqual(40);
    const { err } = await ao('verify', file);
    expect(err.match(/^ {2}line /gmu)).toHaveLength(12);
    expect(err).toContain(`\n  and ${all - 12} other differences; --json lists all\n`);
  });

  it('says of a file that is no gzip that it is no archive', async () => {
    const file = join(folder, 'plain');
    writeFileSync(file, 'plain');
    await expect(ao('verify', file)).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining('is no archive') as string,
    });
  });
});
