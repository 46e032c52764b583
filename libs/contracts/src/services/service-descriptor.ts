import type { ServiceDefinition } from '@grpc/grpc-js';

/** What ts-proto generates for a message. */
export interface Codec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
  toJSON(message: Message): unknown;
  fromPartial(partial: never): Message;
}

/** What ts-proto generates for a gRPC service. */
export type GrpcService = ServiceDefinition;

/** One topic of the bus. */
export interface Topic {
  /** `ao.<context>.<aggregate>.v1`. */
  readonly name: string;
  readonly partitions: number;
  /** How long records are kept, in milliseconds; -1 for ever. */
  readonly retentionMs: number;
}

/** One type of public fact. */
export interface FactDescriptor {
  /** Name of the topic that carries it. */
  readonly topic: string;
  readonly codec: Codec<unknown>;
  /** What names the things that it is about, as "name" or "message.name": these fields must not be empty. */
  readonly required: readonly string[];
}

/**
 * One service of the platform, declared once. Its name is the process, the container, the peer, `ce_source`, and the label of logs and
 * metrics; addresses, topics, fact types, the cluster and the tables in docs/architecture.md follow from the list in `index.ts`.
 */
export interface ServiceDescriptor {
  /** Folder under apps/, such as "evaluation-harness". */
  readonly name: string;
  /** Its schema in Postgres. Never renamed: the data stays where it is. */
  readonly schema: string;
  /** Fully qualified name -> what ts-proto generated; empty where it serves no gRPC. */
  readonly grpc: Readonly<Record<string, GrpcService>>;
  /** The topics that it publishes to, by a short name that is unique in the platform. */
  readonly topics: Readonly<Record<string, Topic>>;
  /** ce_type -> the facts that it publishes. */
  readonly facts: Readonly<Record<string, FactDescriptor>>;
  /** The address variable's name before there was one rule for it; still read. */
  readonly formerAddressVariable?: string;
}

/** A field that a fact cannot do without: a name, or a name inside of a message. */
type Path<Message> = (keyof Message & string) | `${keyof Message & string}.${string}`;

/** A fact's topic, its codec, and the fields without which no view can place it. */
export const fact = <Message>(topic: Topic, codec: Codec<Message>, ...required: readonly Path<Message>[]) => ({
  topic: topic.name,
  codec,
  required: required as readonly string[],
});

/** A topic that keeps its records for ever. */
export const topic = (name: string, partitions: number): Topic => ({ name, partitions, retentionMs: -1 });

/** A topic that keeps its records for so many days. */
export const topicKeptDays = (name: string, partitions: number, days: number): Topic => ({
  name,
  partitions,
  retentionMs: days * 24 * 60 * 60 * 1000,
});
