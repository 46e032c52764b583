import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { gatewayAt, type Gateway } from './connection/gateway.js';
import { connectionOf, type Connection } from './connection/settings.js';
import { styleFor, type Style, type Terminal } from './terminal/terminal.js';

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** One run of one command: where it writes, whom it talks to, when it must stop. */
export interface Session {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly style: Style;
  readonly connection: Connection;
  readonly gateway: Gateway;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints the result: `value` as JSON, or its text for people. */
  show(value: unknown, text: (style: Style) => string): void;
  /** Prints something that happened on the way; with --json one line. */
  note(value: object, text?: (style: Style) => string): void;
  /** Waits until a slow reader of the output has taken what was printed. */
  flushed(): Promise<void>;
}

/** Makes the session of a command from its options. */
export type OpenSession = (options: CommonOptions) => Session;

const drained = async ({ out }: Terminal): Promise<void> => {
  if (out.writable && (out as Partial<Writable>).writableNeedDrain === true) await once(out, 'drain');
};

const write = ({ out }: Terminal, text: string): void => void out.write(`${text}\n`);

/** A session that talks to one platform. */
export const sessionOf = (terminal: Terminal, json: boolean, connection: Connection, signal: AbortSignal): Session => {
  const style = styleFor(terminal.out, terminal.env);
  return {
    terminal,
    json,
    style,
    connection,
    gateway: gatewayAt(connection),
    signal,
    show: (value, text) => write(terminal, json ? JSON.stringify(value) : text(style)),
    note: (value, text) => {
      if (json) write(terminal, JSON.stringify(value));
      else if (text) write(terminal, text(style));
    },
    flushed: () => drained(terminal),
  };
};

/** Opens sessions on the platform that the environment names. */
export const sessions =
  (terminal: Terminal, signal: AbortSignal): OpenSession =>
  ({ json }) =>
    sessionOf(terminal, json === true, connectionOf(terminal.env), signal);
