import {
  DomainError,
  isDomainError,
  type Configuration,
  type ErrorCode,
  type FieldViolation,
  type Json,
} from '@ao/kernel';
import type { Answer, TaskDocument, TaskItem } from '../specialist.js';

/** What a thread is told. `id` names the request that its reply answers; `session` and `stream` are numbers that the asker gave. */
export type ThreadRequest =
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly session: number;
      readonly agentId: string;
      readonly configuration: Configuration;
      /** Names the body of knowledge: sessions with the same key share what an agent keeps of it. */
      readonly knowledge: string;
    }
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly session: number;
      readonly input: Json;
      readonly seed: number | undefined;
      readonly run: number;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close'; readonly session: number };

/** A page of knowledge, on its way into the thread. */
export interface PageMessage {
  readonly kind: 'page';
  readonly stream: number;
  readonly rows: readonly (TaskDocument | TaskItem)[];
  readonly done: boolean;
  readonly error?: WireError;
}

export type ToThread = ThreadRequest | PageMessage;

/** What a thread says: replies, and its wish for knowledge, one page at a time. */
export type FromThread =
  | { readonly kind: 'done'; readonly id: number; readonly value: TimedAnswer | undefined }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  | {
      readonly kind: 'read';
      readonly stream: number;
      readonly knowledge: string;
      readonly what: 'documents' | 'items';
    }
  | { readonly kind: 'next'; readonly stream: number }
  | { readonly kind: 'end'; readonly stream: number };

/** An answer and the time that it took, in milliseconds: of the thread's CPU where the agent computes, by the clock where it waits. */
export interface TimedAnswer extends Answer {
  readonly latencyMs: number;
}

/** An error on the wire. Without a code: an exception of the agent's own. */
export interface WireError {
  readonly code?: ErrorCode;
  readonly message: string;
  readonly violations: readonly FieldViolation[];
}

/** What a thread is started with. */
export interface ThreadStart {
  readonly testAgents: boolean;
  /** It trains: whoever serves a port goes before it. */
  readonly background: boolean;
  /** See `ThreadClock`. */
  readonly clock: SharedArrayBuffer;
}

const longestMessage = 2_000;

export const wireError = (error: unknown): WireError => {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
  return isDomainError(error)
    ? { code: error.code, message, violations: error.violations }
    : { message, violations: [] };
};

/** The error that was put on the wire; an exception of the agent's own comes as a plain Error. */
export const errorFromWire = ({ code, message, violations }: WireError): Error =>
  code === undefined ? new Error(message) : new DomainError(code, message, violations);
