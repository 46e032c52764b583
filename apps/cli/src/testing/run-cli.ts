import { Writable } from 'node:stream';
import { run } from '../run.js';

/** What a run of `ao` left. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const sink = (): { readonly stream: Writable; text(): string } => {
  let written = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  return { stream, text: () => written };
};

/** Runs `ao` in this process, without a terminal. */
export const runCli = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal = new AbortController().signal,
): Promise<Ran> => {
  const [out, err] = [sink(), sink()];
  const code = await run(args, { out: out.stream, err: err.stream, env }, signal);
  return { code, out: out.text(), err: err.text() };
};
