import type { ServiceDescriptor } from './service-descriptor.js';

/** Decides nothing: the HTTP edge. */
export const gatewayService = {
  name: 'gateway',
  schema: 'gateway',
  grpc: {},
  topics: {},
  facts: {},
} as const satisfies ServiceDescriptor;
