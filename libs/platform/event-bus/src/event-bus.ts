/** A fact: a protobuf message in a CloudEvents binary-mode record. */
export interface Fact {
  /** ce_id: unique; the same fact keeps it on redelivery. */
  readonly id: string;
  /** ce_type in dot.case, such as "logic.unit.promoted". */
  readonly type: string;
  /** ce_source: the service, such as "/orchestrator". */
  readonly source: string;
  /** ce_time. */
  readonly time: Date;
  /** `ao.<context>.<aggregate>.v1`; must stand in the topic table. */
  readonly topic: string;
  /** Aggregate id; facts of one key keep their order. */
  readonly key: string;
  readonly corrId: string;
  readonly causationId: string;
  readonly subject: string;
  readonly leaseId?: string;
  readonly traceparent?: string;
  /** Version of the aggregate's stream. */
  readonly streamVersion: number;
  /** The protobuf message. */
  readonly value: Uint8Array;
}

/** A fact and where it lies. Offsets of one topic and partition only grow. */
export interface DeliveredFact extends Fact {
  readonly partition: number;
  readonly offset: bigint;
}

/** A run of facts of one topic and partition, oldest first. */
export interface FactBatch {
  readonly topic: string;
  readonly partition: number;
  readonly facts: readonly DeliveredFact[];
}

export interface SubscribeOptions {
  /** Members of one group share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Most facts handed over at once; the handler is not called again for a partition before it answered. Default 500. */
  readonly maxBatch?: number;
  /**
   * Says why a fact can never be handled; undefined: it can. Such a fact goes to the dead letters at once, and the handler never sees it.
   * Pure: it may be asked about a fact more than once.
   */
  readonly check?: (fact: DeliveredFact) => string | undefined;
  /** Called in order for each partition. A throw: the batch comes again after a back-off. */
  readonly handle: (batch: FactBatch) => Promise<void>;
}

export interface Subscription {
  /** Facts that wait for this group over all its topics. */
  lag(): Promise<bigint>;
  /** Stops intake, waits for the running handlers, leaves the group. */
  close(): Promise<void>;
}

/** At-least-once in order per key. Nothing above this contract knows whether Kafka or the local log runs. */
export interface EventBus {
  /** Creates the topics of the table that are missing. Idempotent. */
  ensureTopics(): Promise<void>;
  /** Durable when it resolves; keeps the order of the facts per key. Throws DomainError `unavailable` when the broker is away. */
  publish(facts: readonly Fact[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Throws DomainError `unavailable` within two seconds when the broker cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
