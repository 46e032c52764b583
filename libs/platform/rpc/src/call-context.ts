import { Metadata } from '@grpc/grpc-js';
import { isName, names } from '@ao/kernel';
import { v7 as uuid } from 'uuid';
import type { AccessRole } from './access.js';

/** Who calls and in which story. */
export interface CallContext {
  readonly corrId: string;
  readonly causationId: string;
  readonly subject: string;
  readonly role: AccessRole;
}

/** What a client sends along; a service passes on what it was given. */
export interface OutgoingContext {
  readonly corrId?: string;
  readonly causationId?: string;
  readonly subject?: string;
}

const text = (metadata: Metadata, key: string): string | undefined => {
  const value = metadata.get(key)[0]?.toString();
  return isName(names.correlationId, value) ? value : undefined;
};

/** Reads corr_id, causation and subject; makes a corr_id where the caller sent none. Only the platform's own services may speak for someone else. */
export const callContext = (metadata: Metadata): CallContext => {
  const role = (text(metadata, 'ao-role') ?? 'viewer') as AccessRole;
  const corrId = text(metadata, 'corr-id') ?? uuid();
  const subject = role === 'service' ? (text(metadata, 'subject') ?? 'service:unknown') : `user:${role}`;
  return { corrId, causationId: text(metadata, 'causation-id') ?? corrId, subject, role };
};

/** The metadata of a call. */
export const outgoingMetadata = (token: string, { corrId, causationId, subject }: OutgoingContext = {}): Metadata => {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  if (corrId !== undefined) metadata.set('corr-id', corrId);
  if (causationId !== undefined) metadata.set('causation-id', causationId);
  if (subject !== undefined) metadata.set('subject', subject);
  return metadata;
};
