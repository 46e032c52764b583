import type { FieldViolation, Json, Role } from '@ao/kernel';
import { isObject, isViolation, member, readText, readTexts } from './shape.js';
import { longestLabel } from './validation.scorer.js';

/** Characters; what one text of an item may hold. */
export const longestText = 100_000;
const longestId = 200;
const mostTargets = 1000;

const onlyViolations = (read: readonly (string | readonly string[] | FieldViolation)[]): readonly FieldViolation[] =>
  read.filter(isViolation);

const checkTargets = (target: Json | undefined): string | FieldViolation => {
  const path = 'target.documents';
  const documents = readTexts(member(target, 'documents'), path);
  if (isViolation(documents)) return documents;
  if (documents.length === 0 || documents.length > mostTargets)
    return { path, message: `must name 1 to ${mostTargets} documents` };
  return new Set(documents).size === documents.length ? '' : { path, message: 'must name each document once' };
};

/** What is wrong with the input of a validation item `{text, subject?}`; empty: nothing. A mail without a body has a subject, and an empty text or none. */
export const checkMessage = (input: Json | undefined): readonly FieldViolation[] => {
  const subject = member(input, 'subject');
  if (subject !== undefined && typeof subject !== 'string')
    return [{ path: 'input.subject', message: 'must be a string' }];
  const hasSubject = subject !== undefined && subject.trim() !== '';
  const text = member(input, 'text');
  if (hasSubject && (text === undefined || text === ''))
    return onlyViolations([readText(subject, 'input.subject', longestText)]);
  return onlyViolations([
    readText(text, 'input.text', longestText),
    ...(hasSubject ? [readText(subject, 'input.subject', longestText)] : []),
  ]);
};

type Check = (input: Json | undefined, target: Json | undefined) => readonly FieldViolation[];

const checkRecall: Check = (input, target) =>
  onlyViolations([readText(member(input, 'query'), 'input.query', longestText), checkTargets(target)]);

const checkValidation: Check = (input, target) =>
  onlyViolations([...checkMessage(input), readText(member(target, 'label'), 'target.label', longestLabel)]);

const checkGiven: Check = (input, target) =>
  Object.entries({ input, target })
    .filter(([, value]) => value === undefined || value === null)
    .map(([path]) => ({ path, message: 'must be given' }));

const checks: Readonly<Record<Role, Check>> = {
  recall: checkRecall,
  validation: checkValidation,
  chat: checkGiven,
  interpretation: checkGiven,
  compression: checkGiven,
  tooling: checkGiven,
  planner: checkGiven,
};

const checkMetadata = (metadata: Json | undefined): readonly FieldViolation[] =>
  metadata === undefined || isObject(metadata) ? [] : [{ path: 'metadata', message: 'must be an object' }];

/**
 * What is wrong with one imported item of a role; empty: nothing. An item is `{id, input, target, metadata?}`:
 * recall: input `{query}`, target `{documents: [ids]}`; validation: input `{text, subject?}` (one of them may be empty), target `{label}`; every other role: any JSON but null.
 */
export const checkItem = (role: Role, item: Json): readonly FieldViolation[] => {
  if (!isObject(item)) return [{ path: '', message: 'must be an object with id, input and target' }];
  const known = ['id', 'input', 'target', 'metadata'];
  return [
    ...onlyViolations([readText(item['id'], 'id', longestId)]),
    ...checks[role](item['input'], item['target']),
    ...checkMetadata(item['metadata']),
    ...Object.keys(item)
      .filter((name) => !known.includes(name))
      .map((path) => ({ path, message: 'is not a field of an item' })),
  ];
};

/** What is wrong with one imported document `{id, title, text}`; empty: nothing. The title may be empty. */
export const checkDocument = (document: Json): readonly FieldViolation[] => {
  if (!isObject(document)) return [{ path: '', message: 'must be an object with id, title and text' }];
  const title = document['title'];
  return [
    ...onlyViolations([readText(document['id'], 'id', longestId), readText(document['text'], 'text', longestText)]),
    ...(typeof title === 'string' && title.length <= longestText
      ? []
      : [{ path: 'title', message: `must be a string of at most ${longestText} characters` }]),
    ...Object.keys(document)
      .filter((name) => !['id', 'title', 'text'].includes(name))
      .map((path) => ({ path, message: 'is not a field of a document' })),
  ];
};
