import type { Logger } from '@ao/observability';
import { isDiskFull, isDomainError } from '@ao/kernel';
import { faultOf, problemOf } from '@ao/http';
import { wakeLoop, type WakeLoop } from '@ao/wake-loop';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { actionKind, type ActionContext } from './action-kinds.js';
import type { Action, ActionStore, Ending } from './action-store.js';

/** What the runner runs on. */
export interface ActionRunnerOptions {
  readonly store: ActionStore;
  readonly peers: Peers;
  readonly logger: Logger;
  /** Milliseconds after which an action whose peer stays away has failed. Default five minutes. */
  readonly giveUpMs?: number | undefined;
  /** Milliseconds for which settled actions are kept. Default 90 days. */
  readonly keepMs?: number | undefined;
  /** Milliseconds between looks for what another process left behind, or what is to be tried again. */
  readonly everyMs?: number;
}

const atOnce = 8;
const claimMs = 15_000;
const trimEveryMs = 10 * 60_000;
const trimAtOnce = 5_000;
const defaultKeepMs = 90 * 24 * 60 * 60_000;
const defaultDeadlineMs = 10_000;

const maySucceedLater = (error: unknown): boolean =>
  isDiskFull(error) ||
  (['unavailable', 'aborted', 'deadline_exceeded'] as const).some((code) => isDomainError(error, code));
const backOff = (attempts: number): number => Math.min(10_000, 250 * 2 ** attempts);

const contextOf = (
  { action_id: actionId, corr_id: corrId, subject }: Action,
  deadlineMs = defaultDeadlineMs,
): ActionContext => ({ ...onBehalfOf({ corrId, subject }, actionId), deadlineMs, actionId });

const carryOut = async (peers: Peers, action: Action): Promise<object> => {
  const kind = actionKind(action.kind);
  if (kind === undefined) throw new Error(`this version knows no action ${action.kind}`);
  return kind.run(peers, action.input, contextOf(action, kind.deadlineMs));
};

const attempt = async (
  peers: Peers,
  action: Action,
): Promise<Ending | { readonly status: 'later'; readonly error: unknown }> => {
  try {
    return { status: 'succeeded', result: await carryOut(peers, action) };
  } catch (error) {
    if (maySucceedLater(error)) return { status: 'later', error };
    return { status: 'failed', error: problemOf(faultOf(error), action.corr_id) };
  }
};

/** Carries out what was accepted, in this process or in one that is gone; any number of processes may. */
export class ActionRunner {
  private readonly running = new Set<Promise<void>>();
  private loop: WakeLoop | undefined;
  private trimmer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ActionRunnerOptions) {}

  start(): void {
    const { logger, everyMs = 1_000 } = this.options;
    this.loop = wakeLoop({
      look: () => this.look(),
      everyMs,
      onFailure: (error) => logger.warn({ err: error }, 'actions could not be read'),
    });
    this.trimmer = setInterval(() => void this.trim(), trimEveryMs);
    void this.trim();
  }

  /** Something was accepted: look at once. */
  wake(): void {
    this.loop?.wake();
  }

  /** Takes nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.trimmer);
    const { loop } = this;
    this.loop = undefined;
    await loop?.close();
    await Promise.allSettled(this.running);
  }

  /** Deletes what was settled long ago, a bounded number at a time. */
  private async trim(): Promise<void> {
    const { store, logger, keepMs = defaultKeepMs } = this.options;
    try {
      while (this.loop !== undefined && (await store.trim(keepMs, trimAtOnce)) === trimAtOnce);
    } catch (error) {
      logger.warn({ err: error }, 'old actions could not be deleted');
    }
  }

  private async look(): Promise<void> {
    if (this.running.size >= atOnce) return;
    for (const action of await this.options.store.claim(atOnce - this.running.size, claimMs)) this.begin(action);
  }

  private begin(action: Action): void {
    const { action_id, corr_id } = action;
    const work: Promise<void> = this.carryOn(action)
      .catch((error: unknown) =>
        this.options.logger.warn({ err: error, corr_id, action_id }, 'what became of an action could not be recorded'),
      )
      .finally(() => {
        this.running.delete(work);
        this.wake();
      });
    this.running.add(work);
  }

  private async carryOn(action: Action): Promise<void> {
    const { store, peers, giveUpMs = 5 * 60_000 } = this.options;
    const renewal = setInterval(
      () => void store.postpone(action.action_id, claimMs).catch(() => undefined),
      claimMs / 3,
    );
    const ending = await attempt(peers, action).finally(() => clearInterval(renewal));
    if (ending.status !== 'later') return store.settle(action.action_id, ending);
    if (Date.now() - action.created_at.getTime() < giveUpMs)
      return store.postpone(action.action_id, backOff(action.attempts));
    return store.settle(action.action_id, {
      status: 'failed',
      error: problemOf(faultOf(ending.error), action.corr_id),
    });
  }
}
