import { readMapping, type Format, type MappedPart } from '@ao/domain-evaluation';
import type { evaluation } from '@ao/contracts';
import {
  DomainError,
  isName,
  isOneOf,
  names,
  oneOfDemand,
  roles,
  textLimits,
  type JsonObject,
  type Role,
} from '@ao/kernel';
import { readScorer, scorerOf, type ChosenScorer } from '@ao/specialists';
import type { TaskSetHeader } from './register.js';

/** What an import asks for. Name and role may be empty where the file itself says them. */
export interface ImportOrder {
  readonly name: string;
  readonly role: string;
  readonly licence: string;
  /** True: the bytes of a message may be cut anywhere. */
  readonly cutAnywhere: boolean;
  readonly format?: Format;
  readonly mapping?: readonly MappedPart[];
  readonly scorer: string;
  readonly dryRun: boolean;
  /** Empty: as the file says, else by the input. */
  readonly splitBy: '' | 'id' | 'input';
}

const formats = ['jsonl', 'json', 'csv'] as const satisfies readonly Format[];

export const invalid = (path: string, message: string): DomainError =>
  new DomainError('invalid_argument', `${path} ${message}`, [{ path, message }]);

const checkNames = (name: string, role: string): void => {
  if (!isName(names.taskSet, name)) throw invalid('header.name', names.taskSet.demand);
  if (!isOneOf(roles, role)) throw invalid('header.role', oneOfDemand(roles));
};

const formatOf = (format: string): Format | undefined => {
  if (format === '' || format === 'auto') return undefined;
  if (!isOneOf(formats, format)) throw invalid('header.options.format', oneOfDemand(formats));
  return format;
};

const splitRules = ['id', 'input'] as const;

const splitByOf = (given: string): ImportOrder['splitBy'] => {
  if (given === '' || isOneOf(splitRules, given)) return given;
  throw invalid('header.options.split_by', oneOfDemand(splitRules));
};

/** The order of an import's first message. Throws DomainError `invalid_argument`. */
export const orderOf = (request: evaluation.ImportTaskSetRequest | undefined): ImportOrder => {
  if (request?.part?.$case !== 'header') throw invalid('header', 'must come first');
  const { name, role, licence, options } = request.part.value;
  if (options === undefined) {
    checkNames(name, role);
    return { name, role, licence, cutAnywhere: false, scorer: '', dryRun: false, splitBy: '' };
  }
  const format = formatOf(options.format);
  return {
    name,
    role,
    licence,
    cutAnywhere: true,
    ...(format === undefined ? {} : { format }),
    ...(options.map.length === 0 ? {} : { mapping: readMapping(options.map) }),
    scorer: options.scorer,
    dryRun: options.dryRun,
    splitBy: splitByOf(options.splitBy ?? ''),
  };
};

/** What an exported file says of itself in its first row, `{"task_set": {...}}`. */
export type FileHeader = JsonObject;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const scorerFor = (order: ImportOrder, role: Role, { scorer }: FileHeader): ChosenScorer | undefined => {
  if (order.scorer.trim() !== '' || scorer === undefined) return readScorer(order.scorer, role);
  return role === 'recall' ? readScorer(JSON.stringify(scorer), role) : scorerOf(scorer);
};

/** A header and its scorer, read. */
export interface Settled extends TaskSetHeader {
  readonly chosen?: ChosenScorer;
}

/**
 * What the task set is: what the order says, and what it leaves open as the file says. Splits go by the input, unless the file comes from a
 * version that has them by the id. Throws DomainError `invalid_argument`.
 */
export const settle = (order: ImportOrder, file: FileHeader = {}): Settled => {
  const name = order.name || textOf(file['name']);
  const role = order.role || textOf(file['role']);
  checkNames(name, role);
  const chosen = scorerFor(order, role as Role, file);
  return {
    name,
    role: role as Role,
    licence: (order.licence || textOf(file['licence'])).slice(0, textLimits.licence),
    source: 'import',
    ...(chosen === undefined ? {} : { chosen, scorer: chosen }),
    ...((order.splitBy || file['split_by']) === 'id' ? {} : { splitBy: 'input' as const }),
  };
};
