import * as cognition from '../gen/cognition/v1/cognition.js';
import { fact, topicKeptDays, type ServiceDescriptor } from './service-descriptor.js';

const outcome = topicKeptDays('ao.cognition.outcome.v1', 6, 30);

/** Answers of slots, and what came of them. */
export const cognitiveStackService = {
  name: 'cognitive-stack',
  schema: 'cognition',
  grpc: { 'cognition.v1.SpecialistService': cognition.SpecialistServiceService },
  topics: { outcome },
  facts: { 'modular.outcome.reported': fact(outcome, cognition.OutcomeReported, 'answerId', 'slot') },
  formerAddressVariable: 'AO_COGNITION_ADDRESS',
} as const satisfies ServiceDescriptor;
