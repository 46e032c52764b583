/** One ESLint over everything. Nx's boundary rule reads the project graph that Nx has cached, and says nothing where there is none. */
import { spawnSync } from 'node:child_process';

const env = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', CI: 'true' };
const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
const graph = spawnSync('nx', ['show', 'projects'], quiet).status;
const lint = spawnSync(
  'eslint',
  ['--max-warnings', '0', ...(process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['.'])],
  { env, stdio: 'inherit' },
).status;
process.exitCode = (graph ?? 1) || (lint ?? 1);
