import { cognitiveStackService } from './cognitive-stack.js';
import { everyService } from './every-service.js';
import { evaluationHarnessService } from './evaluation-harness.js';
import { gatewayService } from './gateway.js';
import { leasePolicyService } from './lease-policy.js';
import { logicUnitService } from './logic-unit.js';
import { orchestratorService } from './orchestrator.js';
import { projectionService } from './projection.js';
import type { ServiceDescriptor } from './service-descriptor.js';

/** Every service of the platform, in the order in which one process starts them. A new service is one line here. */
export const services = [
  projectionService,
  leasePolicyService,
  logicUnitService,
  evaluationHarnessService,
  orchestratorService,
  cognitiveStackService,
  gatewayService,
] as const satisfies readonly ServiceDescriptor[];

export type ServiceName = (typeof services)[number]['name'];

type Service = (typeof services)[number];
type Publisher = Service | typeof everyService;
const publishers: readonly Publisher[] = [...services, everyService];
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every topic by its short name: what the buses create. */
export const topics = Object.assign({}, ...publishers.map((each) => each.topics)) as Intersection<Publisher['topics']>;

/** Every type of fact by its ce_type. */
export const factTypes = Object.assign({}, ...publishers.map((each) => each.facts)) as Intersection<Publisher['facts']>;

type Snake<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : Name;
type AddressVariable<Name extends string> = `AO_${Uppercase<Snake<Name>>}_ADDRESS`;
type Called<Each extends Service> = Each extends Service
  ? keyof Each['grpc'] extends never
    ? never
    : Each['name']
  : never;

/** The services that serve gRPC. */
export type CalledServiceName = Called<Service>;

/** Which variable tells the others where a service's gRPC answers, such as AO_LEASE_POLICY_ADDRESS. */
export const addressVariable = <Name extends string>(name: Name): AddressVariable<Name> =>
  `AO_${name.toUpperCase().replaceAll('-', '_')}_ADDRESS` as AddressVariable<Name>;

const serviceOf: ReadonlyMap<string, CalledServiceName> = new Map(
  services.flatMap(({ name, grpc }) =>
    Object.keys(grpc).map((grpcService) => [grpcService, name as CalledServiceName]),
  ),
);

/** The services that serve gRPC. */
export const calledServices = services.filter(
  (service): service is Extract<Service, { readonly name: CalledServiceName }> => Object.keys(service.grpc).length > 0,
);

/** Which service serves a gRPC service, such as "lease.v1.LeaseService". Throws TypeError for one that no descriptor names. */
export const servedBy = (grpcService: string): CalledServiceName => {
  const name = serviceOf.get(grpcService);
  if (name === undefined) throw new TypeError(`no service declares ${grpcService}: see libs/contracts/src/services`);
  return name;
};
