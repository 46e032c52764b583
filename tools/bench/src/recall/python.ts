import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the rivals need, pinned. */
const packages = ['bm25s==0.3.16', 'PyStemmer==3.1.0', 'scikit-learn==1.9.1'];

const folder = join(tmpdir(), 'ao-bench-python');
const scripts = join(__dirname, '../../python');

/** The rivals' Python, set up in the temporary folder when first asked for; or why there is none. */
export const rivalPython = (): { readonly python: string } | { readonly missing: string } => {
  const python = join(folder, 'bin', 'python');
  const ready = (): boolean =>
    existsSync(python) && spawnSync(python, ['-c', 'import bm25s, Stemmer, sklearn']).status === 0;
  if (ready()) return { python };
  const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.status !== 0) return { missing: `no Python with venv: ${made.stderr || String(made.error?.message)}` };
  const installed = spawnSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { encoding: 'utf8' });
  return installed.status === 0 && ready()
    ? { python }
    : { missing: `pip could not install ${packages.join(', ')}: ${installed.stderr.trim()}` };
};

/** Runs a script of `tools/bench/python`: JSON in, JSON out. */
export const runRival = async <Answer>(python: string, script: string, question: unknown): Promise<Answer> => {
  const child = spawn(python, [join(scripts, script)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // One thread, as the platform's fit has.
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  child.stdin.end(JSON.stringify(question));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new Error(`${script} ended with ${String(code)}: ${Buffer.concat(err).toString().slice(-2000)}`);
  return JSON.parse(Buffer.concat(out).toString()) as Answer;
};
