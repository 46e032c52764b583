import { services, type ServiceName } from '@ao/contracts';

/** A service process of the cluster. */
export interface ServiceSpec {
  /** Name of the process; replicas of a service have names of their own. */
  readonly name: string;
  /** Name of the service: its package under apps/. */
  readonly service: ServiceName;
}

/** Services that run more than once, to show that their replicas share the work. */
const replicas: Partial<Record<ServiceName, number>> = { 'evaluation-harness': 2 };

/** Every service as a process of its own; the first replica has the service's name, and is the one that the others call. */
export const serviceSpecs: readonly ServiceSpec[] = services.flatMap(({ name }) =>
  Array.from({ length: replicas[name] ?? 1 }, (_, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    service: name,
  })),
);
