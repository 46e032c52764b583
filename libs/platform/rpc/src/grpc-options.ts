import { Transport, type GrpcOptions } from '@nestjs/microservices';
import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { protoFiles } from '@ao/contracts';
import { readableServices, type GrpcServices } from './services.js';

/** Where a gRPC server listens and what it serves. */
export interface GrpcServerOptions {
  /** "host:port". */
  readonly address: string;
  readonly services: GrpcServices;
  readonly health: HealthImplementation;
  /** Largest request in bytes. */
  readonly maxRequestBytes?: number;
}

/** Reflection of what is served here. It takes nothing of a package definition but its files. */
const reflectionOf = (services: GrpcServices): ReflectionService =>
  new ReflectionService({ files: { fileDescriptorProtos: protoFiles().map((file) => Buffer.from(file)) } } as never, {
    services: Object.keys(services),
  });

/** Health of the server and of each of its services, all not serving until told. */
export const grpcHealth = (services: GrpcServices): HealthImplementation =>
  new HealthImplementation(
    Object.fromEntries(['', ...Object.keys(services)].map((name) => [name, 'NOT_SERVING' as const])),
  );

/** Nest's gRPC transport on ts-proto's own definitions, with health and reflection. */
export const grpcOptions = ({
  address,
  services,
  health,
  maxRequestBytes = 4 * 1024 * 1024,
}: GrpcServerOptions): GrpcOptions => ({
  transport: Transport.GRPC,
  options: {
    url: address,
    package: [...new Set(Object.keys(services).map((name) => name.slice(0, name.lastIndexOf('.'))))],
    packageDefinition: readableServices(services) as never,
    maxReceiveMessageLength: maxRequestBytes,
    gracefulShutdown: true,
    onLoadPackageDefinition: (_package: unknown, server: Server) => {
      health.addToServer(server);
      reflectionOf(services).addToServer(server);
    },
  },
});
