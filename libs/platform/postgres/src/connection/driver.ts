import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type postgres from 'postgres';

/**
 * postgres.js 3.4.9 mishandles a connection that is lost: a rollback or a later query of the transaction writes to a socket that is
 * gone, which ends the process with an uncaught TypeError; where the pool has reconnected meanwhile, the query runs outside its
 * transaction; a write that waits when the socket closes makes the connection mute for good; a query sent between error and close,
 * and one whose connection closes during the handshake, never settle; a connection lost while it reads the array types ends the
 * process with an unhandled rejection. (Upstream issues 1066, 1154, 1186, 1193, 1208; no release has the repairs.) All of it is in
 * closures, so the sources are mended as they are loaded. A version that reads otherwise is refused here at start, and
 * connection.int.spec.ts provokes the faults.
 */
const repairs: Readonly<Record<string, readonly (readonly [broken: string, mended: string])[]>> = {
  'index.js': [
    ['let savepoints = 0', 'let gone = null, savepoints = 0'],
    ['connection.onclose = reject)', 'connection.onclose = (e) => { gone = e; reject(e) })'],
    [
      'q.catch(e => uncaughtError || (uncaughtError = e))',
      'q.catch(e => uncaughtError || (uncaughtError = e))\n        if (gone) return q.reject(gone)',
    ],
  ],
  'connection.js': [
    [
      'const x = socket.write(chunk, fn)',
      "if (socket === null) { chunk = nextWriteTimer = null; error(Errors.connection('CONNECTION_CLOSED', options)); return false }\n    const x = socket.write(chunk, fn)",
    ],
    [
      'clearImmediate(nextWriteTimer)\n    socket.removeListener',
      'clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener',
    ],
    [
      'if (initial)\n      return reconnect()',
      "if (initial && hadError)\n      return reconnect()\n    if (initial)\n      errored(Errors.connection('CONNECTION_CLOSED', options))",
    ],
    ['return fetchArrayTypes()', 'return fetchArrayTypes().catch(errored)'],
    ['!hadError && (query || sent.length) && error(', 'if (query || sent.length) error('],
  ],
};

const mend = (file: string, source: string): string =>
  (repairs[file] ?? []).reduce((text, [broken, mended]) => {
    if (text.split(broken).length !== 2)
      throw new Error(
        `postgres.js is not the version whose ${file} is known here: look at the repairs in driver.ts again.`,
      );
    return text.replace(broken, () => mended);
  }, source);

interface Module {
  exports: unknown;
}

const loaderOf = (directory: string): ((file: string) => unknown) => {
  const loaded = new Map<string, Module>();
  const requireBuiltIn = createRequire(join(directory, 'index.js'));
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    loaded.set(file, module);
    const path = join(directory, file);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the driver's own text from node_modules, mended: docs/decisions/0009
    const run = new Function(
      'module',
      'exports',
      'require',
      `${mend(file, readFileSync(path, 'utf8'))}\n//# sourceURL=${path}`,
    );
    run(module, module.exports, (name: string) => (name.startsWith('./') ? load(name.slice(2)) : requireBuiltIn(name)));
    return module.exports;
  };
  return load;
};

/** postgres.js with its faults at lost connections mended. */
export const driver = loaderOf(dirname(require.resolve('postgres')))('index.js') as typeof postgres;
