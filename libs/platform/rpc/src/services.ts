import type { ServiceDefinition, MethodDefinition } from '@grpc/grpc-js';

/** Fully qualified service name -> the definition that ts-proto generated. */
export type GrpcServices = Readonly<Record<string, ServiceDefinition>>;

/** What takes the place of a request that could not be read. */
export class UnreadableRequest {
  constructor(readonly reason: string) {}
}

type Method = MethodDefinition<unknown, unknown>;

const readable = (method: Method): Method => ({
  ...method,
  requestDeserialize: (bytes: Buffer): unknown => {
    try {
      return method.requestDeserialize(bytes);
    } catch (error) {
      return new UnreadableRequest((error as Error).message);
    }
  },
});

/** The same services, whose unreadable requests reach the guard, which refuses them as INVALID_ARGUMENT instead of INTERNAL. */
export const readableServices = (services: GrpcServices): GrpcServices =>
  Object.fromEntries(
    Object.entries(services).map(([name, definition]) => [
      name,
      Object.fromEntries(Object.entries(definition).map(([method, each]) => [method, readable(each as Method)])),
    ]),
  );
