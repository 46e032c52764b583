import type { FieldViolation, Json, Role } from '@ao/kernel';
import type { ChosenScorer } from './chosen-scorer.js';
import { numberOf } from './compare.js';
import { patternProblem } from './pattern.js';
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

type CheckAnswer = (answer: Json, scorer: ChosenScorer) => string | undefined;

const anyAnswer: CheckAnswer = () => undefined;

/** What a scorer cannot compare with, in one of the answers that are right. */
const answerChecks: Readonly<Record<ChosenScorer['type'], CheckAnswer>> = {
  exact: anyAnswer,
  any_of: anyAnswer,
  json: anyAnswer,
  number: (answer) => (numberOf(answer) === undefined ? 'must be a number for the scorer number' : undefined),
  contains: (answer) =>
    typeof answer === 'string' && answer.trim() !== ''
      ? undefined
      : 'must be a text that is not empty for the scorer contains',
  regex: (answer, scorer) => {
    if (typeof answer !== 'string') return 'must be a text for the scorer regex';
    return scorer.type === 'regex' && scorer.pattern === undefined ? patternProblem(answer) : undefined;
  },
};

/** Scorers that take a list as one answer, not as several. */
const whole: ReadonlySet<string> = new Set(['exact', 'json']);

/** What is wrong with a right answer for the scorer that the task set chose. */
const checkAnswers = (path: string, answer: Json, scorer: ChosenScorer): readonly FieldViolation[] => {
  const answers = Array.isArray(answer) && !whole.has(scorer.type) ? (answer as readonly Json[]) : [answer];
  if (answers.length === 0 || answers.length > mostTargets)
    return [{ path, message: `must have 1 to ${mostTargets} answers` }];
  const problem = answers.map((each) => answerChecks[scorer.type](each, scorer)).find((found) => found !== undefined);
  return problem === undefined ? [] : [{ path, message: problem }];
};

const checkScored = (role: Role, target: Json | undefined, scorer: ChosenScorer): readonly FieldViolation[] => {
  const [path, answer] = role === 'validation' ? ['target.label', member(target, 'label')] : ['target', target];
  return answer === undefined || answer === null ? [] : checkAnswers(path, answer, scorer);
};

/**
 * What is wrong with one imported item of a role; empty: nothing. An item is `{id, input, target, metadata?}`:
 * recall: input `{query}`, target `{documents: [ids]}`; validation: input `{text, subject?}` (one of them may be empty), target `{label}`; every other role: any JSON but null.
 * With a chosen scorer the target must be one that it can compare with.
 */
export const checkItem = (role: Role, item: Json, scorer?: ChosenScorer): readonly FieldViolation[] => {
  if (!isObject(item)) return [{ path: '', message: 'must be an object with id, input and target' }];
  const known = ['id', 'input', 'target', 'metadata'];
  return [
    ...onlyViolations([readText(item['id'], 'id', longestId)]),
    ...checks[role](item['input'], item['target']),
    ...(scorer === undefined ? [] : checkScored(role, item['target'], scorer)),
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
