import type { Fact } from './event-bus.js';

/** A fact that a group could not handle, as it lies in `<topic>.dlq`. */
export interface DeadLetter {
  /** The group that gave it up. */
  readonly group: string;
  readonly reason: string;
  /** How often the handler had failed on it alone; 0: it said at once that it never will. */
  readonly attempts: number;
  /** Where it lay. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** When it was given up. */
  readonly time: Date;
  /** Undefined for a record that was no fact at all. */
  readonly fact: Fact | undefined;
}

export interface RedriveOptions {
  /** The original topic, without `.dlq`. */
  readonly topic: string;
  /** Only what this group gave up; all groups otherwise. */
  readonly group?: string;
}

/** What an operator does with facts that no handler could take. */
export interface DeadLetters {
  /** The dead letters of a topic that wait for a redrive, oldest first. */
  deadLetters(options: RedriveOptions): Promise<readonly DeadLetter[]>;
  /**
   * Puts dead letters back on their topic, each for the group that gave it up; other groups do not see it again. It comes behind the
   * newer facts of its key. Answers how many went back. A crash in the middle may put some back twice.
   */
  redrive(options: RedriveOptions): Promise<number>;
}

/** The group that a redriven record is meant for: a header of it. */
export const redriveGroupHeader = 'redrive_group';

type Headers = Readonly<Record<string, string>>;

export type Letter = Omit<DeadLetter, 'fact'>;

/** What a dead letter's headers add to those of the record. */
export const letterHeaders = (letter: Letter): Headers => ({
  dlq_group: letter.group,
  dlq_reason: letter.reason.slice(0, 2000),
  dlq_attempts: String(letter.attempts),
  dlq_topic: letter.topic,
  dlq_partition: String(letter.partition),
  dlq_offset: String(letter.offset),
  dlq_time: letter.time.toISOString(),
});

/** The reverse of `letterHeaders`. */
export const letterOf = (headers: Headers): Letter => ({
  group: headers['dlq_group'] ?? '',
  reason: headers['dlq_reason'] ?? '',
  attempts: Number(headers['dlq_attempts'] ?? 0),
  topic: headers['dlq_topic'] ?? '',
  partition: Number(headers['dlq_partition'] ?? 0),
  offset: BigInt(headers['dlq_offset'] ?? 0),
  time: new Date(headers['dlq_time'] ?? 0),
});

/** The headers without those of the dead letter. */
export const withoutLetter = (headers: Headers): Headers =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith('dlq_') && name !== redriveGroupHeader),
  );

/** Where a dead letter goes on redrive, and with which headers: back to its topic, or to the end of its queue when it is another group's. */
export const redriven = (
  headers: Headers,
  group: string | undefined,
): { readonly back: boolean; readonly headers: Headers } => {
  const letter = letterOf(headers);
  if (group !== undefined && letter.group !== group) return { back: false, headers };
  return { back: true, headers: { ...withoutLetter(headers), [redriveGroupHeader]: letter.group } };
};
