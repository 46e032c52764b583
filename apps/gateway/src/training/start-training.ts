import { orchestrator } from '@ao/contracts';
import { messageFromJson } from '../actions/json-message.js';
import type { StartTrainingBody } from './training.schemas.js';

/** The request that a body means; what it leaves out stays empty, for the orchestrator has the defaults. */
export const trainingRequest = (body: StartTrainingBody, idempotencyKey = ''): orchestrator.StartTrainingRequest => {
  const { strategy } = body;
  const named = typeof strategy === 'string' ? { name: strategy } : strategy;
  // The message's own JSON form is the body's: snake_case.
  return messageFromJson(
    orchestrator.StartTrainingRequest,
    { ...body, strategy: named, idempotency_key: body.idempotency_key ?? idempotencyKey },
    'body',
  );
};
