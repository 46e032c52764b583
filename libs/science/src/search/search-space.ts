import {
  nameViolations,
  names,
  pathOf,
  when,
  type Configuration,
  type FieldViolation,
  type Parameter,
  type SearchSpace,
} from '@ao/kernel';

type Of<Kind extends Parameter['kind']> = Extract<Parameter, { kind: Kind }>;

const shown = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  return JSON.stringify(value) ?? String(value);
};

const within = (value: unknown, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  typeof value === 'number' && value >= min && value <= max;

const floatFault = (value: unknown, parameter: Of<'float'>): string | null =>
  within(value, parameter) ? null : `must be a number from ${parameter.min} to ${parameter.max}, not ${shown(value)}`;

const intFault = (value: unknown, parameter: Of<'int'>): string | null =>
  within(value, parameter) && Number.isInteger(value)
    ? null
    : `must be a whole number from ${parameter.min} to ${parameter.max}, not ${shown(value)}`;

const choiceFault = (value: unknown, { values }: Of<'choice'>): string | null =>
  typeof value === 'string' && values.includes(value)
    ? null
    : `must be one of ${values.map(shown).join(', ')}, not ${shown(value)}`;

const toggleFault = (value: unknown): string | null =>
  typeof value === 'boolean' ? null : `must be true or false, not ${shown(value)}`;

const valueFault = (value: unknown, parameter: Parameter): string | null => {
  if (value === undefined) return `is missing: ${wanted(parameter)}`;
  switch (parameter.kind) {
    case 'float':
      return floatFault(value, parameter);
    case 'int':
      return intFault(value, parameter);
    case 'choice':
      return choiceFault(value, parameter);
    case 'toggle':
      return toggleFault(value);
  }
};

const wanted = (parameter: Parameter): string => {
  switch (parameter.kind) {
    case 'float':
      return `give a number from ${parameter.min} to ${parameter.max}`;
    case 'int':
      return `give a whole number from ${parameter.min} to ${parameter.max}`;
    case 'choice':
      return `give one of ${parameter.values.map(shown).join(', ')}`;
    case 'toggle':
      return 'give true or false';
  }
};

/**
 * What is wrong with a configuration of this space, nothing when it is a point of it. Paths are parameter names;
 * each message says what would be right. The configuration may be anything that was parsed.
 */
export const checkConfiguration = (
  space: SearchSpace,
  configuration: Readonly<Record<string, unknown>>,
): FieldViolation[] => {
  const known = space.map(({ name }) => name);
  const wrong = space.flatMap((parameter) => {
    const message = valueFault(
      Object.hasOwn(configuration, parameter.name) ? configuration[parameter.name] : undefined,
      parameter,
    );
    return message === null ? [] : [{ path: parameter.name, message }];
  });
  const unknown = Object.keys(configuration)
    .filter((name) => !known.includes(name))
    .map((path) => ({
      path,
      message:
        known.length === 0
          ? 'is no parameter of this space, which has none'
          : `is no parameter of this space: it has ${known.join(', ')}`,
    }));
  return [...wrong, ...unknown];
};

const boundsFault = ({ min, max }: { readonly min: number; readonly max: number }): string | null =>
  Number.isFinite(min) && Number.isFinite(max) && min <= max
    ? null
    : `needs finite bounds with min at most max, not ${min} and ${max}`;

const scaleFault = ({ min, log }: Of<'float'>): string | null =>
  log && min <= 0 ? `needs a min above 0 for a logarithmic scale, not ${min}` : null;

const wholeFault = ({ min, max }: Of<'int'>): string | null =>
  Number.isSafeInteger(min) && Number.isSafeInteger(max) ? null : `needs whole bounds, not ${min} and ${max}`;

const valuesFault = ({ values }: Of<'choice'>): string | null =>
  values.length > 0 && new Set(values).size === values.length ? null : 'needs one value or more, each once';

const parameterFault = (parameter: Parameter): string | null => {
  switch (parameter.kind) {
    case 'float':
      return boundsFault(parameter) ?? scaleFault(parameter);
    case 'int':
      return boundsFault(parameter) ?? wholeFault(parameter);
    case 'choice':
      return valuesFault(parameter);
    case 'toggle':
      return null;
  }
};

/**
 * What is wrong with a space itself: what is no name of a parameter, names that are there twice, bounds the wrong way round, a logarithmic
 * scale through 0, no values. Paths are indexes and their fields: "2", "2.name".
 */
export const checkSearchSpace = (space: SearchSpace): FieldViolation[] =>
  space.flatMap((parameter, index) => {
    const { name } = parameter;
    const fault = parameterFault(parameter);
    return [
      ...when(fault !== null, pathOf(index), `${name} ${fault ?? ''}`),
      ...nameViolations(names.parameter, pathOf(index, 'name'), name),
      ...when(
        space.findIndex((other) => other.name === name) < index,
        pathOf(index, 'name'),
        `${name} is there already`,
      ),
    ];
  });

const sizeOf = (parameter: Parameter): number => {
  switch (parameter.kind) {
    case 'float':
      return parameter.min === parameter.max ? 1 : Infinity;
    case 'int':
      return parameter.max - parameter.min + 1;
    case 'choice':
      return parameter.values.length;
    case 'toggle':
      return 2;
  }
};

/** How many distinct points a space has; Infinity as soon as one parameter is continuous. A space without parameters has one. */
export const spaceSize = (space: SearchSpace): number => space.reduce((size, parameter) => size * sizeOf(parameter), 1);

const valuesOf = (parameter: Parameter): readonly (number | string | boolean)[] => {
  switch (parameter.kind) {
    case 'float':
      return [parameter.min];
    case 'int':
      return Array.from({ length: parameter.max - parameter.min + 1 }, (_, step) => parameter.min + step);
    case 'choice':
      return parameter.values;
    case 'toggle':
      return [false, true];
  }
};

/** Every point of a finite space, in the order of its parameters. Ask `spaceSize` first. */
export const everyConfiguration = (space: SearchSpace): Configuration[] =>
  space.reduce<Configuration[]>(
    (points, parameter) =>
      points.flatMap((point) => valuesOf(parameter).map((value) => ({ ...point, [parameter.name]: value }))),
    [{}],
  );
