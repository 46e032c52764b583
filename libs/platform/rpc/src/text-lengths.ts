import { DomainError, textLimits, type FieldViolation } from '@ao/kernel';

/** Most characters of a field, by its name; every other text is an id, a name or a choice. */
const limits: Readonly<Record<string, number>> = {
  reason: textLimits.reason,
  receipt: textLimits.receipt,
  cursor: textLimits.reason,
  licence: textLimits.licence,
};

/** Fields that hold JSON of other people's making, or a whole manifest: their own rules bound them. */
const unbounded: ReadonlySet<string> = new Set(['input', 'manifest']);

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

const violationsIn = (value: unknown, path: string, name: string): readonly FieldViolation[] => {
  if (typeof value === 'string') {
    const most = limits[name] ?? textLimits.id;
    return value.length <= most ? [] : [{ path, message: `has ${value.length} characters, ${most} are the most` }];
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([field, part]) => {
    if (unbounded.has(field)) return [];
    if (Array.isArray(value)) return violationsIn(part, `${path}[${field}]`, name);
    return violationsIn(part, path === '' ? snakeCase(field) : `${path}.${snakeCase(field)}`, field);
  });
};

/**
 * Refuses a request with a text that no service would take, before any of them sees it: over gRPC as over HTTP, for every method, also for one
 * that forgets its own check. Throws DomainError `invalid_argument` that names each field, its length and its limit.
 */
export const checkTextLengths = (request: unknown): void => {
  const violations = violationsIn(request, '', '');
  const [first] = violations;
  if (first !== undefined) throw new DomainError('invalid_argument', `${first.path} ${first.message}`, violations);
};
