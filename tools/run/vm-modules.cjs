/**
 * Nest is made of ES modules, and Jest loads those only where Node was started with --experimental-vm-modules. A plain `npx jest` has no
 * such flag, so this starts the same command again with it and ends with its exit code.
 */
const { spawnSync } = require('node:child_process');
const { SourceTextModule } = require('node:vm');

const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

if (SourceTextModule === undefined) {
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${flags}`.trim();
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS },
  });
  process.exit(status ?? 1);
}
