import { join } from 'node:path';

/** What a thread is started from: the built entry, or, where the platform runs from its sources as under Jest, a loader for them. */
export const threadEntry = (): { readonly file: string; readonly execArgv: readonly string[] } =>
  __filename.endsWith('.ts')
    ? { file: join(__dirname, 'from-sources.cjs'), execArgv: ['--conditions=@ao/source', '--no-warnings'] }
    : { file: join(__dirname, 'agent-thread.main.js'), execArgv: [] };
