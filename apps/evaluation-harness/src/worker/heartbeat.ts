import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '@ao/postgres';
import type { Logger } from '@ao/observability';
import { renewClaims, type Claimant, type Renewed } from '../slice/slice.store.js';
import type { HeldSlice } from './held-slice.js';
import type { ClaimedSlices } from './claimed-slices.js';

const apply = (held: HeldSlice, renewed: ReadonlyMap<string, Renewed>): void => {
  const answer = renewed.get(held.claim.sliceId);
  if (answer === undefined) held.abandon();
  else if (answer.jobStatus === 'paused' || answer.jobStatus === 'ended' || answer.givenUp) held.stop();
};

/** One heartbeat: prolongs every claim that is held; abandons those that are lost, stops those whose job is paused or has ended, or whose trial was given up. */
export const beat = async (sql: Sql, claimed: ClaimedSlices, claimant: Claimant): Promise<void> => {
  const held = claimed.all();
  if (held.length === 0) return;
  const renewed = new Map(
    (
      await renewClaims(
        sql,
        held.map(({ claim }) => claim),
        claimant,
      )
    ).map((answer) => [answer.sliceId, answer]),
  );
  // A slice that was settled meanwhile is not renewed any more, and not held either.
  const still = new Set(claimed.all());
  held.filter((slice) => still.has(slice)).forEach((slice) => apply(slice, renewed));
};

/** Beats until the signal is aborted. A database that is away is no reason to stop: claims run out by themselves. */
export const keepBeating = async (
  everyMs: number,
  signal: AbortSignal,
  logger: Logger,
  once: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await once().catch((error: unknown) => logger.warn({ err: error }, 'a heartbeat failed'));
  }
};
