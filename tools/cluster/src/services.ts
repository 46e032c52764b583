/** A service process of the cluster. */
export interface ServiceSpec {
  /** Name of the process; replicas of a service have names of their own. */
  readonly name: string;
  /** Package under apps/. */
  readonly app: string;
  /** Which address variable tells the others where it is; absent where nobody calls it. */
  readonly address?: string;
}

/** Every service as a process of its own; two evaluation-harness processes share the slices. */
export const serviceSpecs: readonly ServiceSpec[] = [
  { name: 'projection', app: 'projection', address: 'AO_STATE_ADDRESS' },
  { name: 'lease-policy', app: 'lease-policy', address: 'AO_LEASE_ADDRESS' },
  { name: 'logic-unit', app: 'logic-unit', address: 'AO_LOGIC_ADDRESS' },
  { name: 'evaluation-harness', app: 'evaluation-harness', address: 'AO_EVALUATION_ADDRESS' },
  { name: 'evaluation-harness-2', app: 'evaluation-harness' },
  { name: 'orchestrator', app: 'orchestrator', address: 'AO_ORCHESTRATOR_ADDRESS' },
  { name: 'cognitive-stack', app: 'cognitive-stack', address: 'AO_COGNITION_ADDRESS' },
  { name: 'gateway', app: 'gateway' },
];
