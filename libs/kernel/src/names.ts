import type { FieldViolation } from './domain-error.js';

/** A kind of name: which texts are one, and the sentence that says so. No other place holds a pattern of a name. */
export interface NameRule {
  /** Anchored at both ends. */
  readonly pattern: RegExp;
  /** What would be right, as the end of "<path> ...". */
  readonly demand: string;
}

const simple = '[a-z][a-z0-9-]{0,62}';
const simpleWords = 'lower-case letters, digits and dashes, beginning with a letter, at most 63 characters';
const host = String.raw`\[[0-9a-fA-F:]+\]|[\w.-]+`;
const hexHash = '[0-9a-f]{64}';
// https://semver.org, the suggested expression without its capture groups.
const semverNumber = String.raw`(?:0|[1-9]\d*)`;
const semverTag = String.raw`(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)`;
const semver = String.raw`${semverNumber}\.${semverNumber}\.${semverNumber}(?:-${semverTag}(?:\.${semverTag})*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?`;

const rule = (source: string, demand: string, flags = ''): NameRule => ({
  pattern: new RegExp(`^(?:${source})$`, flags),
  demand,
});

/** Every kind of name that the platform knows. */
export const names = {
  agentId: rule(simple, `must be ${simpleWords}, such as "mail-guard"`),
  taskSet: rule(simple, `must be ${simpleWords}, such as "web-features"`),
  /** A task set's newest version, or one of its versions. */
  taskSetReference: rule(
    `${simple}(?:@${hexHash})?`,
    'must be the name of a task set, such as "web-features", or one of its versions, "name@hash"',
  ),
  /** What serves: "<agent>/<task set>". */
  slot: rule(
    `${simple}/${simple}`,
    'must be "<agent>/<task set>", such as "recall/web-features": each lower-case letters, digits and dashes',
  ),
  /** A parameter of a search space; needs no escaping in a JSON Pointer (RFC 6901). */
  parameter: rule(
    String.raw`[A-Za-z][\w.-]{0,63}`,
    'must be the name of a parameter: letters, digits, "_", "." and "-", beginning with a letter, at most 64 characters',
  ),
  version: rule(semver, 'must be a semantic version, such as 1.0.0'),
  unitId: rule(
    String.raw`[A-Za-z0-9][\w.:/-]{0,199}`,
    'must have 1 to 200 of the characters A-Z a-z 0-9 _ . : / - and begin with a letter or a digit',
  ),
  sha256: rule(hexHash, 'must be a SHA-256 in hex: 64 of 0-9 a-f'),
  /** corr_id, causation_id and subject of a call. */
  correlationId: rule(String.raw`[\w.:/-]{1,128}`, 'must have 1 to 128 of the characters A-Z a-z 0-9 _ . : / -'),
  hostAndPort: rule(
    String.raw`(?:${host}):\d{1,5}`,
    'must be "host:port", such as "127.0.0.1:7800" or "[::1]:7800" for IPv6',
  ),
  /** An entry of the egress allow-list, in lower case: either half may hold the wildcard. */
  hostPattern: rule(
    String.raw`(?:\[[0-9a-f:*]+\]|[a-z0-9._*-]+):(?:\d{1,5}|\*)|\*`,
    'must hold "host:port" patterns such as "127.0.0.1:*", or be "none"',
  ),
  /** Ids of leases and reservations. */
  leaseId: rule(String.raw`[^\p{C}]{1,200}`, 'must have 1 to 200 printable characters', 'u'),
  principal: rule(String.raw`(?:user|service):[\w.@/-]{1,128}`, 'must be "user:<name>" or "service:<name>"'),
  leaseSubject: rule(String.raw`[a-z][a-z_-]{0,31}:[^\p{C}]{1,200}`, 'must be "<kind>:<id>", such as "job:<id>"', 'u'),
  capability: rule(String.raw`[a-z][a-z_]*(?:\.[a-z][a-z_]*)+`, 'must be dot.case, such as "training.run"'),
  resource: rule(
    String.raw`(?:agent|slot|unit):[^\p{C}]{1,200}|host:(?:${host}):\d{1,5}`,
    'must be "agent:<id>", "slot:<name>", "unit:<id>" or "host:<host:port>"',
    'u',
  ),
} as const satisfies Readonly<Record<string, NameRule>>;

const longestShown = 80;

/** The text as an error may show it: quoted, and cut where it is long. */
export const shownText = (text: string): string =>
  JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);

/** Whether a value is a name of that kind. */
export const isName = ({ pattern }: NameRule, value: unknown): value is string =>
  typeof value === 'string' && pattern.test(value);

/** What is wrong with a name, if anything: what it must be, and what it is. */
export const nameViolations = (kind: NameRule, path: string, value: string): FieldViolation[] =>
  isName(kind, value) ? [] : [{ path, message: `${kind.demand}, not ${shownText(value)}` }];

/** The agent and the task set of a slot; undefined for what is no name of a slot. */
export const slotParts = (slot: string): { readonly agentId: string; readonly taskSet: string } | undefined => {
  if (!isName(names.slot, slot)) return undefined;
  const [agentId = '', taskSet = ''] = slot.split('/');
  return { agentId, taskSet };
};

/** The slot of an agent and a task set. */
export const slotOf = (agentId: string, taskSet: string): string => `${agentId}/${taskSet}`;
