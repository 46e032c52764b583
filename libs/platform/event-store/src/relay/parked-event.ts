import type { RecordedEvent } from '../event-store.js';

/** An event that can never be published: the relay has put it aside and gone on with those behind it. */
export interface ParkedEvent {
  readonly eventId: string;
  readonly stream: string;
  /** Version of the stream. Later events of the stream are published all the same: consumers see the gap by their version. */
  readonly version: number;
  readonly type: string;
  /** Why it cannot be published. */
  readonly reason: string;
}

/** An event with the reason for which it cannot be published. */
export const parkedEvent = ({ id, stream, version, event }: RecordedEvent, reason: string): ParkedEvent => ({
  eventId: id,
  stream,
  version,
  type: event.type,
  reason: reason.slice(0, 2000),
});
