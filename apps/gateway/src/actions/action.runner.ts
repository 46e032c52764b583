import { setTimeout as pause } from 'node:timers/promises';
import { isDomainError } from '@ao/kernel';
import { problemOf, type Problem } from '@ao/http';
import type { Logger } from '@ao/observability';
import type { Clients } from '../gateway.clients.js';
import { performAction } from './action.performer.js';
import type { ActionStore, StoredAction } from './action.store.js';

const pausesMs = [100, 300, 1_000, 3_000, 9_000];
const lookMs = 5_000;

const problemFor = (error: unknown, corrId: string): Problem =>
  isDomainError(error) ? problemOf({ code: error.code, detail: error.message, errors: error.violations }, corrId) : problemOf({ code: 'internal', detail: 'an internal error occurred; the service log has the details' }, corrId);

/** Does accepted actions: at once those of this process, later those that another process left behind. */
export class ActionRunner {
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ActionStore,
    private readonly clients: Clients,
    private readonly logger: Logger,
  ) {}

  /** Looks for what others left behind, now and then. */
  start(): void {
    this.timer = setInterval(() => void this.takeOver(), lookMs);
  }

  /** Does an action in the background. */
  run(action: StoredAction): void {
    const work = this.settle(action).catch((error: unknown) => this.logger.warn({ err: error, corr_id: action.corr_id, action_id: action.action_id }, 'an action could not be settled; it is taken over later'));
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  /** Waits for what runs. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  private async settle(action: StoredAction): Promise<void> {
    try {
      await this.store.settle(action.action_id, { result: await this.patiently(action) });
    } catch (error) {
      if (!isDomainError(error)) this.logger.error({ err: error, corr_id: action.corr_id }, 'an action failed');
      await this.store.settle(action.action_id, { problem: problemFor(error, action.corr_id) });
    }
  }

  /** A service that is away is asked again for a while. */
  private async patiently(action: StoredAction): Promise<object> {
    for (const ms of pausesMs) {
      try {
        return await performAction(this.clients, action);
      } catch (error) {
        if (!isDomainError(error, 'unavailable')) throw error;
        await pause(ms);
      }
    }
    return performAction(this.clients, action);
  }

  private async takeOver(): Promise<void> {
    try {
      (await this.store.takeOver(20)).forEach((action) => this.run(action));
    } catch (error) {
      this.logger.debug({ err: error }, 'no look for left actions');
    }
  }
}
