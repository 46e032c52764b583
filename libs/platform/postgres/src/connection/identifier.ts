import { DomainError } from '@ao/kernel';

/** A schema's or table's name, quoted. Plain names only: lower case letters, digits, underscores. */
export const identifier = (name: string): string => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name))
    throw new DomainError(
      'invalid_argument',
      `"${name}" cannot be the name of a schema: use lower case letters, digits and underscores.`,
    );
  return `"${name}"`;
};
