import { setTimeout as delay } from 'node:timers/promises';
import type { BusLogger } from '../bus-logger.js';
import { kafkaMember, type KafkaMemberOptions } from './kafka-member.js';

export type KafkaSubscriptionOptions = Omit<KafkaMemberOptions, 'onJoin' | 'closing'> & { readonly logger: BusLogger };

const longestPauseMs = 2000;
const leaveMs = 5000;

/** Keeps a member of the group alive until it is closed: what crashes is replaced. */
export class KafkaSubscription {
  /** Resolves when the group gave this member its share for the first time. */
  readonly joined: Promise<void>;

  private readonly closing = new AbortController();
  private readonly closed = new Promise<undefined>((resolve) => {
    this.closing.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  private readonly ended: Promise<void>;
  private failures = 0;
  private resolveJoined = (): void => undefined;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.joined = new Promise((resolve) => (this.resolveJoined = resolve));
    this.ended = this.supervise();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.options.reader.stop();
    await Promise.race([this.ended, delay(leaveMs, undefined, { ref: false })]);
  }

  private onJoin(): void {
    const { logger, groupId } = this.options;
    if (this.failures > 0) logger.info({ group: groupId }, 'the group has its member again');
    this.failures = 0;
    this.resolveJoined();
  }

  private async live(): Promise<void> {
    const member = await kafkaMember({ ...this.options, closing: this.closing.signal, onJoin: () => this.onJoin() });
    const reason = await Promise.race([member.crashed, this.closed]);
    if (reason !== undefined) throw new Error(reason);
    await this.options.reader.stop();
    await member.leave();
  }

  private async supervise(): Promise<void> {
    const { logger, groupId } = this.options;
    while (!this.closing.signal.aborted) {
      try {
        await this.live();
      } catch (error) {
        this.failures += 1;
        logger.warn(
          { group: groupId, failures: this.failures, error: String(error) },
          'the group lost its member; another one joins',
        );
        const pause = Math.min(longestPauseMs, 100 * 2 ** this.failures);
        await delay(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
      }
    }
  }
}
