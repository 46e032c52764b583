import { agent } from '@ao/contracts';
import { DomainError, roles, splits, type MiniAgentProfile, type Parameter } from '@ao/kernel';

const domainOf = (parameter: Parameter): agent.Parameter['domain'] => {
  switch (parameter.kind) {
    case 'float':
      return { $case: 'floatRange', value: { min: parameter.min, max: parameter.max, log: parameter.log ?? false } };
    case 'int':
      return { $case: 'intRange', value: { min: parameter.min, max: parameter.max } };
    case 'choice':
      return { $case: 'choices', value: { values: [...parameter.values] } };
    case 'toggle':
      return { $case: 'toggle', value: {} };
  }
};

/** The catalogue's profile as a message. */
export const profileMessage = (profile: MiniAgentProfile): agent.MiniAgentProfile => ({
  ...profile,
  searchSpace: profile.searchSpace.map((parameter) => ({
    name: parameter.name,
    description: parameter.description,
    domain: domainOf(parameter),
  })),
  defaults: { ...profile.defaults },
  requiredLeases: [...profile.requiredLeases],
  taskSets: [...profile.taskSets],
  tools: [...profile.tools],
  models: [...profile.models],
  searchSplits: [...profile.searchSplits],
});

const parameterOf = ({ name, description, domain }: agent.Parameter, index: number): Parameter => {
  switch (domain?.$case) {
    case 'floatRange':
      return { name, description, kind: 'float', ...domain.value };
    case 'intRange':
      return { name, description, kind: 'int', ...domain.value };
    case 'choices':
      return { name, description, kind: 'choice', values: domain.value.values };
    case 'toggle':
      return { name, description, kind: 'toggle' };
    case undefined:
      throw new DomainError('invalid_argument', `parameter "${name}" says nothing about its values`, [
        { path: `profile.search_space.${index}.domain`, message: 'must be float_range, int_range, choices or toggle' },
      ]);
  }
};

/** A foreign agent's answer to Describe as a profile of the catalogue. */
export const profileOf = (message: agent.MiniAgentProfile): MiniAgentProfile => {
  const role = roles.find((known) => known === message.role);
  if (!role)
    throw new DomainError('invalid_argument', `"${message.role}" is not a role`, [
      { path: 'profile.role', message: `must be one of ${roles.join(', ')}` },
    ]);
  const { maxConcurrency, ...always } = message;
  return {
    ...always,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    role,
    searchSpace: message.searchSpace.map(parameterOf),
    defaults: message.defaults ?? {},
    searchSplits: splits.filter((split) => message.searchSplits.includes(split)),
  };
};
