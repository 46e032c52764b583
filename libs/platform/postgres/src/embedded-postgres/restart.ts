import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from './server.js';

/** Who is told of a server that ended by itself. */
export interface ServerWatch {
  /** It ended; it is started again now. `reason` is the end of its log. */
  readonly onDeath?: (reason: string) => void;
  /** It runs again, at the same port, with everything that was committed. */
  readonly onRestart?: () => void;
  /** It could not be started again: nothing works without it. */
  readonly onLost?: (error: unknown) => void;
}

const attempts = 6;

/** After a crash, sessions of the dead server may hold its memory for a moment: the first attempts may fail. */
const startAgain = async (start: () => Promise<Server>, ending: () => boolean): Promise<Server> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await start();
    } catch (error) {
      if (tried === attempts || ending()) throw error;
      await delay(Math.min(200 * 2 ** tried, 5_000));
    }
  }
};

/** What keeps a server running. */
export interface KeptServer {
  /** The server now; while it is started again, the one that ended. */
  current(): Server;
  /** Starts it no more; resolves once no start is under way. */
  end(): Promise<void>;
}

/** Starts the server again whenever it ends by itself. */
export const keepRunning = (
  first: Server,
  { start, lastWords }: { readonly start: () => Promise<Server>; readonly lastWords: () => string },
  watch: ServerWatch,
): KeptServer => {
  let server = first;
  let ended = false;
  let restarting: Promise<void> = Promise.resolve();
  const restart = async (): Promise<void> => {
    watch.onDeath?.(lastWords());
    try {
      server = await startAgain(start, () => ended);
      follow();
      watch.onRestart?.();
    } catch (error) {
      if (!ended) watch.onLost?.(error);
    }
  };
  const follow = (): void => {
    void server.ended.then(() => {
      if (!ended) restarting = restart();
    });
  };
  follow();
  return {
    current: () => server,
    end: () => {
      ended = true;
      return restarting;
    },
  };
};
