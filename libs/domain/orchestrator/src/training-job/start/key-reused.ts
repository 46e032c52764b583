import { differences, DomainError } from '@ao/kernel';
import type { TrainingRequest } from './training-request.js';

/** The refusal of an idempotency key that stands for another request, with what differs where both requests are known as they arrived. */
export const keyReused = ({ asked: before }: TrainingRequest, { asked: now }: TrainingRequest): DomainError =>
  new DomainError(
    'already_exists',
    'this idempotency key was used for another training request: send the same body again, or a new key',
    before === undefined || now === undefined
      ? [{ path: 'idempotency_key', message: 'stands for another body' }]
      : differences(before, now),
  );
