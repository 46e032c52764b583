import { protoFiles } from '../proto-files.js';
import { addressVariable, calledServices, factTypes, servedBy, services, topics } from './index.js';
import { everyService } from './every-service.js';
import type { ServiceDescriptor } from './service-descriptor.js';

const all: readonly ServiceDescriptor[] = services;
const publishers: readonly Pick<ServiceDescriptor, 'grpc' | 'topics' | 'facts'>[] = [...services, everyService];
const repeated = (words: readonly string[]): readonly string[] =>
  words.filter((word, index) => words.indexOf(word) !== index);

it.each([
  ['names', all.map(({ name }) => name)],
  ['schemas', all.map(({ schema }) => schema)],
  ['gRPC services', publishers.flatMap(({ grpc }) => Object.keys(grpc))],
  ['short names of topics', publishers.flatMap((each) => Object.keys(each.topics))],
  ['topics', publishers.flatMap((each) => Object.values(each.topics).map(({ name }) => name))],
  ['fact types', publishers.flatMap(({ facts }) => Object.keys(facts))],
])('no two services share %s', (_, words) => expect(repeated(words)).toEqual([]));

it.each(all.map((service) => [service.name, service] as const))(
  '%s publishes its facts to topics of its own, and none without a fact',
  (_, service) => {
    const own = Object.values(service.topics).map(({ name }) => name);
    expect([...new Set(Object.values(service.facts).map(({ topic }) => topic))].sort()).toEqual([...own].sort());
  },
);

it('merges every topic and every fact type', () => {
  expect(Object.keys(topics)).toEqual(publishers.flatMap((each) => Object.keys(each.topics)));
  expect(Object.keys(factTypes)).toEqual(publishers.flatMap(({ facts }) => Object.keys(facts)));
});

it('declares every gRPC service of the proto files but the one that agents serve', () => {
  const text = protoFiles()
    .map((file) => Buffer.from(file).toString('latin1'))
    .join('\n');
  const paths = [...text.matchAll(/([a-z]+)\/v1\/[a-z_]+\.proto/gu)].map(([, part]) => part);
  const declared = publishers.flatMap(({ grpc }) => Object.keys(grpc).map((name) => name.split('.')[0]));
  expect([...new Set(paths)].filter((part) => part !== 'agent' && part !== 'protobuf').sort()).toEqual(
    [...new Set(declared)].sort(),
  );
});

it("names an address's variable after its service, and finds the service of a gRPC service", () => {
  expect(addressVariable('evaluation-harness')).toBe('AO_EVALUATION_HARNESS_ADDRESS');
  expect(servedBy('evaluation.v1.TaskSetService')).toBe('evaluation-harness');
  expect(() => servedBy('nobody.v1.Service')).toThrow('no service declares nobody.v1.Service');
  expect(calledServices.map(({ name }) => name)).not.toContain('gateway');
});
