import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { z } from 'zod';
import { problemSchema } from './problem-schema.js';
import { neededHttpRoles, type NeededRoles } from './http-controller.js';
import { accessRoles, mayDo, type AccessRole } from '@ao/rpc';
import { textLimits } from '@ao/kernel';
import { operationKey, type OperationAnswer } from './operation.js';

/** Name, version and purpose of the interface. */
export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

type Node = Readonly<Record<string, unknown>>;

interface Handler {
  readonly id: string;
  readonly path: string;
  readonly method: string;
  readonly roles: NeededRoles;
  readonly operation: OperationAnswer;
  readonly inputs: Readonly<Partial<Record<RouteParamtypes, z.ZodType>>>;
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Node => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // Answers are open: a later version may say more.
    override: ({ jsonSchema: node }) => {
      if (io === 'output' && node.additionalProperties === false) delete node.additionalProperties;
    },
  }) as Record<string, unknown>;
  return rest;
};

const inputsOf = (controller: Type, method: string): Handler['inputs'] => {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { schema?: z.ZodType }
  >;
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, { schema }]) =>
      schema === undefined ? [] : [[Number(key.split(':')[0]), schema]],
    ),
  );
};

const joined = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;

/** One handler for each value of a parameter that has few. */
const byParameter = (handler: Handler): readonly Handler[] => {
  const { byParameter: parameter } = handler.operation;
  if (parameter === undefined) return [handler];
  return Object.entries(parameter.values).map(([value, answers]) => ({
    ...handler,
    id: `${handler.id}_${value.replaceAll('-', '_')}`,
    path: handler.path.replace(`:${parameter.name}`, value),
    operation: { ...handler.operation, ...answers },
  }));
};

const handlersOf = (controller: Type): readonly Handler[] =>
  Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = controller.prototype[name] as object;
    const operation =
      typeof handler === 'function'
        ? (Reflect.getMetadata(operationKey, handler) as OperationAnswer | undefined)
        : undefined;
    if (operation === undefined) return [];
    const roles = (Reflect.getMetadata(neededHttpRoles, handler) ??
      Reflect.getMetadata(neededHttpRoles, controller) ?? ['viewer']) as NeededRoles;
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase();
    const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
    return paths.map((path, at) => ({
      id: at === 0 ? name : `${name}${at + 1}`,
      path: joined(Reflect.getMetadata(PATH_METADATA, controller) as string, path),
      method,
      roles,
      operation,
      inputs: inputsOf(controller, name),
    }));
  });

const queryParameters = (schema: z.ZodType | undefined): readonly Node[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Node>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description: description ?? name,
    schema: rest,
  }));
};

const pathParameters = (path: string): readonly Node[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: `The ${name?.replaceAll('_', ' ')}, percent-encoded.`,
    schema: { type: 'string' },
  }));

const content = (mediaType: string, schema: Node): Node => ({ [mediaType]: { schema } });
const problem = {
  description: 'What is wrong, as an RFC 9457 problem document.',
  content: content('application/problem+json', { $ref: '#/components/schemas/Problem' }),
};

const isOpen = ({ roles }: Handler): boolean => roles.includes('anyone');

/** Statuses of the problem documents that a route may answer. */
const problemStatuses = (handler: Handler): readonly number[] => {
  const { path, operation, inputs } = handler;
  const body = inputs[RouteParamtypes.BODY] !== undefined;
  return [
    ...(Object.keys(inputs).length === 0 ? [] : [400]),
    ...(isOpen(handler) ? [] : [401, 403]),
    ...(path.includes(':') ? [404] : []),
    ...(operation.idempotent ? [409] : []),
    ...(body ? [413, 415] : []),
    429,
    500,
    503,
    ...(body ? [507] : []),
  ];
};

const responsesOf = (handler: Handler): Node => {
  const { operation } = handler;
  return {
    ...Object.fromEntries(problemStatuses(handler).map((status) => [status, problem])),
    [operation.status ?? 200]: {
      description: operation.summary,
      content: content(operation.mediaType ?? 'application/json', jsonSchema(operation.answer, 'output')),
    },
    ...Object.fromEntries(
      Object.entries(operation.others ?? {}).map(([status, schema]) => [
        status,
        { description: operation.summary, content: content('application/json', jsonSchema(schema, 'output')) },
      ]),
    ),
    default: problem,
  };
};

const idempotencyKeyParameter: Node = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    "The same as the body's idempotency_key. The same key with the same body is the same request; with another body: 409, with what differs.",
  schema: { type: 'string', minLength: 1, maxLength: textLimits.idempotencyKey },
};

/** Roles that may use a route, in words. */
const rolesText = (handler: Handler): string => {
  if (isOpen(handler)) return 'Needs no token.';
  return `Needs the role ${[...new Set([...handler.roles, 'admin'])].join(' or ')}.`;
};

const operationOf = (handler: Handler): Node => {
  const body = handler.inputs[RouteParamtypes.BODY];
  return {
    operationId: handler.id,
    summary: handler.operation.summary,
    description: rolesText(handler),
    'x-roles': isOpen(handler) ? [] : accessRoles.filter((role) => mayDo(role, handler.roles as readonly AccessRole[])),
    security: isOpen(handler) ? [] : [{ bearer: [] }],
    parameters: [
      ...pathParameters(handler.path),
      ...queryParameters(handler.operation.query ?? handler.inputs[RouteParamtypes.QUERY]),
      ...(handler.operation.idempotent ? [idempotencyKeyParameter] : []),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: content('application/json', jsonSchema(body, 'input')) } }),
    responses: responsesOf(handler),
  };
};

/** The OpenAPI 3.1 document of these controllers, read from the same schemas that check their requests. */
export const openApiDocument = (info: ApiInfo, controllers: readonly Type[]): Node => {
  const paths: Record<string, Record<string, Node>> = {};
  for (const handler of controllers.flatMap(handlersOf).flatMap(byParameter)) {
    const path = handler.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [handler.method]: operationOf(handler) };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
};
