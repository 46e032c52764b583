import { isName, names, textLimits, type Configuration, type ParameterValue } from '@ao/kernel';

/** An RFC 6902 operation on one top-level parameter: `path` is "/<parameter>". */
export type Operation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: ParameterValue }
  | { readonly op: 'remove'; readonly path: string };

export const isParameterValue = (value: unknown): value is ParameterValue =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= textLimits.parameterText);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withValue = ['add', 'replace', 'test'];

const isParameterPath = (path: unknown): boolean =>
  typeof path === 'string' && path.startsWith('/') && isName(names.parameter, path.slice(1));

/** What keeps a JSON value from being an operation; undefined: nothing. */
export const operationFault = (value: unknown): string | undefined => {
  if (!isObject(value)) return 'must be an object with op and path';
  const { op, path } = value;
  if (op !== 'remove' && !withValue.includes(op as string)) return 'op must be add, remove, replace or test';
  if (!isParameterPath(path)) return 'path must name a top-level parameter, such as "/k1"';
  if (op !== 'remove' && !isParameterValue(value['value'])) return 'value must be a number, a text or true or false';
  return undefined;
};

/** The operation alone: other members are to be ignored (RFC 6902, section 4). */
export const bareOperation = (operation: Operation): Operation =>
  operation.op === 'remove'
    ? { op: operation.op, path: operation.path }
    : { op: operation.op, path: operation.path, value: operation.value };

/** A configuration, or why the operation cannot be done on it. */
export type Patched =
  { readonly ok: true; readonly configuration: Configuration } | { readonly ok: false; readonly why: string };

const applyOne = (configuration: Configuration, operation: Operation): Patched => {
  const name = operation.path.slice(1);
  const present = Object.hasOwn(configuration, name);
  if (operation.op !== 'add' && !present)
    return { ok: false, why: `${operation.op} ${operation.path}: there is no such parameter` };
  if (operation.op === 'remove') {
    const { [name]: _gone, ...rest } = configuration;
    return { ok: true, configuration: rest };
  }
  if (operation.op !== 'test') return { ok: true, configuration: { ...configuration, [name]: operation.value } };
  return configuration[name] === operation.value
    ? { ok: true, configuration }
    : { ok: false, why: `test ${operation.path}: it is ${JSON.stringify(configuration[name])}` };
};

/** Applies the operations in order, all or nothing. */
export const applyOperations = (base: Configuration, operations: readonly Operation[]): Patched =>
  operations.reduce<Patched>(
    (patched, operation) => (patched.ok ? applyOne(patched.configuration, operation) : patched),
    { ok: true, configuration: base },
  );

/** The first parameter on which the operations and the result disagree, whatever the base; undefined: none. */
export const disagreement = (operations: readonly Operation[], result: Configuration): string | undefined => {
  const last = new Map(
    operations.filter(({ op }) => op !== 'test').map((operation) => [operation.path.slice(1), operation]),
  );
  for (const [name, operation] of last) {
    const agrees =
      operation.op === 'remove'
        ? !Object.hasOwn(result, name)
        : Object.hasOwn(result, name) && result[name] === operation.value;
    if (!agrees) return name;
  }
  return undefined;
};
