import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { fetchDecisions, jobPath } from '../jobs/fetch.js';
import type { Session, CommonOptions } from '../session.js';
import { subcommand, type AddCommand } from '../subcommand.js';
import { count } from '../terminal/format.js';

/** What was written. */
interface Exported {
  readonly job_id: string;
  readonly file: string;
  readonly bytes: number;
  /** What the last decision rests on, as /state has it: what the archive can be checked against. */
  readonly outcomes_hash: string;
}

const broken = (error: unknown, file: string): Failure =>
  (error as NodeJS.ErrnoException).syscall === 'open'
    ? new Failure(exitCodes.usage, { title: `${file} cannot be written`, detail: (error as Error).message })
    : new Failure(exitCodes.unreachable, { title: 'the archive broke off', detail: (error as Error).message }, [
        'nothing was kept: try again',
      ]);

/** Half an archive is none: it goes away again. */
const writeFile = async (body: Readable, file: string, signal: AbortSignal): Promise<number> => {
  const target = createWriteStream(file);
  try {
    await pipeline(body, target, { signal });
    return target.bytesWritten;
  } catch (error) {
    const failure = broken(error, file);
    if (failure.exitCode !== exitCodes.usage) await rm(file, { force: true });
    throw signal.aborted ? error : failure;
  }
};

const exportJob = async (session: Session, jobId: string, file: string): Promise<void> => {
  const { gateway, signal, terminal } = session;
  const response = await gateway.open(`${jobPath(jobId)}/evidence`, {}, {}, signal);
  const body = Readable.fromWeb(response.body as ReadableStream);
  if (file === '-') return pipeline(body, terminal.out, { signal, end: false });
  const bytes = await writeFile(body, file, signal);
  const decisions = await fetchDecisions(gateway, jobId);
  const exported: Exported = { job_id: jobId, file, bytes, outcomes_hash: decisions.at(-1)?.outcomes_hash ?? '' };
  const against = exported.outcomes_hash === '' ? '' : ` --outcomes-hash ${exported.outcomes_hash}`;
  session.show(
    exported,
    ({ colour }) =>
      `${colour.green('exported')} the evidence of job ${jobId}\nto ${file} (${count(bytes)} bytes).\nCompute it again, offline, with:\nao verify ${file}${against}`,
  );
};

/** `ao export JOB`. */
export const exportCommand: AddCommand = (program, open) => {
  subcommand(
    program,
    'export <job>',
    "write a job's evidence to one file, from which anybody can compute its verdict again",
  )
    .option('--out <file>', 'where to write it; "-": stdout (evidence-JOB.jsonl.gz)')
    .action(async (jobId: string, { out, ...options }: CommonOptions & { out?: string }) =>
      exportJob(open(options), jobId, out ?? `evidence-${jobId}.jsonl.gz`),
    );
};
