import {
  DomainError,
  type Configuration,
  type FieldViolation,
  type MiniAgentProfile,
  type Parameter,
  type ParameterValue,
} from '@ao/kernel';

/** A configuration read by its search space; every name of the space has a value of its kind. */
export interface Settings {
  number(name: string): number;
  text(name: string): string;
  toggle(name: string): boolean;
}

const isBetween = (value: number, min: number, max: number): boolean => value >= min && value <= max;

const isInside = (parameter: Parameter, value: ParameterValue): boolean => {
  switch (parameter.kind) {
    case 'float':
      return typeof value === 'number' && isBetween(value, parameter.min, parameter.max);
    case 'int':
      return Number.isInteger(value) && isBetween(Number(value), parameter.min, parameter.max);
    case 'choice':
      return typeof value === 'string' && parameter.values.includes(value);
    case 'toggle':
      return typeof value === 'boolean';
  }
};

const demandOf = (parameter: Parameter): string => {
  switch (parameter.kind) {
    case 'float':
      return `must be a number from ${parameter.min} to ${parameter.max}`;
    case 'int':
      return `must be a whole number from ${parameter.min} to ${parameter.max}`;
    case 'choice':
      return `must be one of ${parameter.values.join(', ')}`;
    case 'toggle':
      return 'must be true or false';
  }
};

const violationsOf = (profile: MiniAgentProfile, configuration: Configuration): readonly FieldViolation[] => {
  const known = new Map(profile.searchSpace.map((parameter) => [parameter.name, parameter]));
  return Object.entries(configuration).flatMap(([name, value]) => {
    const parameter = known.get(name);
    if (parameter !== undefined && isInside(parameter, value)) return [];
    return [
      {
        path: `configuration.${name}`,
        message: parameter === undefined ? `is not a parameter of ${profile.id}` : demandOf(parameter),
      },
    ];
  });
};

/** Reads `configuration` over the profile's defaults; throws `invalid_argument` with one violation per wrong parameter. */
export const settingsOf = (profile: MiniAgentProfile, configuration: Configuration): Settings => {
  const violations = violationsOf(profile, configuration);
  if (violations.length > 0)
    throw new DomainError('invalid_argument', `configuration is outside the search space of ${profile.id}`, violations);
  const values: Configuration = { ...profile.defaults, ...configuration };
  return {
    number: (name) => Number(values[name]),
    text: (name) => String(values[name]),
    toggle: (name) => values[name] === true,
  };
};
