import { services } from '@ao/contracts';
import { serviceSpecs } from './services.js';

it('runs every declared service, under names that differ', () => {
  const names = serviceSpecs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(serviceSpecs.map(({ service }) => service))).toEqual(new Set(services.map(({ name }) => name)));
});

it('names the first replica as the service: the one that the others call', () => {
  for (const { name } of services) expect(serviceSpecs.find(({ service }) => service === name)?.name).toBe(name);
});
