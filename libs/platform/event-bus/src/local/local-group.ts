import type { SubscribeOptions } from '../event-bus.js';
import { LocalPartition, type LocalMember, type LocalPartitionOptions } from './local-partition.js';
import { placeKey, placesOf, type Place } from './log-record.js';
import { partitionOf } from './partition-of.js';

export type LocalGroupOptions = Omit<LocalPartitionOptions, 'place' | 'owner'>;

/** The members of one group in this process, and their partitions. */
export class LocalGroup {
  private members: readonly LocalMember[] = [];
  private readonly partitions = new Map<string, LocalPartition>();

  constructor(private readonly options: LocalGroupOptions) {}

  join(options: Required<SubscribeOptions>): LocalMember {
    const member: LocalMember = { ...options, running: new Set() };
    this.members = [...this.members, member];
    for (const place of member.topics.flatMap(placesOf)) this.open(place);
    this.rebalance();
    return member;
  }

  /** Resolves when the member's running handlers have answered and the group's offsets are committed. */
  async leave(member: LocalMember): Promise<void> {
    this.members = this.members.filter((other) => other !== member);
    this.rebalance();
    await Promise.allSettled(member.running);
    await this.options.commits.flush();
  }

  /** Partitions go round the members that want their topic, each topic beginning at another member. */
  private owner({ topic, partition }: Place): LocalMember | undefined {
    const wanting = this.members.filter(({ topics }) => topics.includes(topic));
    const count = Math.max(1, wanting.length);
    return wanting[(partition + partitionOf(topic, count)) % count];
  }

  private open(place: Place): void {
    const key = placeKey(place);
    if (this.partitions.has(key)) return;
    const partition = new LocalPartition({ ...this.options, place, owner: () => this.owner(place) });
    this.partitions.set(key, partition);
    void partition.run().finally(() => this.reopen(place));
  }

  /** A member may have come at the moment at which the partition ended. */
  private reopen(place: Place): void {
    this.partitions.delete(placeKey(place));
    if (this.owner(place)) this.open(place);
  }

  private rebalance(): void {
    for (const partition of this.partitions.values()) partition.reconsider();
  }
}
