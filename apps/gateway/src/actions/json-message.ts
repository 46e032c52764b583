import { DomainError } from '@ao/kernel';

/** What reads and writes a message: ts-proto's own. */
interface Codec<Message> {
  fromJSON(json: unknown): Message;
  encode(message: Message): { finish(): Uint8Array };
}

/**
 * The message that a JSON value means. Generated readers take it that every value has the kind that it should have, and fail somewhere in the middle where one has
 * not: that is the caller's fault and is named so. `path` is where the value stands in the request. Throws DomainError `invalid_argument`.
 */
export const messageFromJson = <Message>(codec: Codec<Message>, json: unknown, path: string): Message => {
  try {
    const message = codec.fromJSON(json);
    codec.encode(message).finish();
    return message;
  } catch (error) {
    throw new DomainError('invalid_argument', `${path} is not valid`, [
      { path, message: `must have the shape that docs/http.md shows: ${(error as Error).message}` },
    ]);
  }
};
