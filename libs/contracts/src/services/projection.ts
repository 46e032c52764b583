import * as state from '../gen/state/v1/state.js';
import type { ServiceDescriptor } from './service-descriptor.js';

/** Decides nothing: every view of /state and the feed, built from facts. */
export const projectionService = {
  name: 'projection',
  schema: 'state',
  grpc: { 'state.v1.StateService': state.StateServiceService },
  topics: {},
  facts: {},
  formerAddressVariable: 'AO_STATE_ADDRESS',
} as const satisfies ServiceDescriptor;
