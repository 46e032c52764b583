/** `buf breaking` against main; on a checkout without a main that has protos (a shallow one, a first commit) it says so and passes. */
import { spawnSync } from 'node:child_process';

const branch = ['origin/main', 'main'].find(
  (name) => spawnSync('git', ['rev-parse', '--verify', '--quiet', `${name}:proto/buf.yaml`]).status === 0,
);
if (!branch) {
  process.stdout.write('no main with protos to compare with\n');
} else {
  const ref = spawnSync('git', ['rev-parse', branch], { encoding: 'utf8' }).stdout.trim();
  const { status } = spawnSync('buf', ['breaking', 'proto', '--against', `.git#ref=${ref},subdir=proto`], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
