import { z } from 'zod';
import type { AccessRole } from '@ao/rpc';
import { startTrainingBody } from '../training/start-training.schema.js';

const id = z.string().min(1).max(300);
const reason = z.string().max(1_000).default('');
const job = z.strictObject({ job_id: id });

/** What each kind of action takes. */
export const inputs = {
  'training.start': startTrainingBody,
  'training.cancel': z.strictObject({ job_id: id, reason }),
  'training.pause': job,
  'training.resume': job,
  'agent.register': z.strictObject({ address: z.string().min(3).max(300).describe('"host:port" of the agent\'s AgentService') }),
  'unit.install': z.strictObject({ manifest: z.looseObject({ unit_id: id }).describe('logic.v1.Manifest, snake_case') }),
  'unit.apply': z.strictObject({ unit_id: id }),
  'unit.revert': z.strictObject({ unit_id: id, reason }),
  'specialist.answer': z.strictObject({ slot: z.string().min(3).max(200), input: z.json() }),
  'view.rebuild': z.strictObject({ view: z.string().min(1).max(50) }),
} as const;

export type ActionKind = keyof typeof inputs;
export type InputOf<Kind extends ActionKind> = z.output<(typeof inputs)[Kind]>;

export const kinds = Object.keys(inputs) as readonly ActionKind[];

/** Asking a specialist changes nothing; everything else is an administrator's. */
export const roleFor = (kind: ActionKind): AccessRole => (kind === 'specialist.answer' ? 'viewer' : 'admin');

/** The body of POST /actions; `input` is checked by its kind. */
export const actionBody = z.strictObject({
  kind: z.enum(kinds, `must be one of ${kinds.join(', ')}`),
  input: z.looseObject({}).default({}),
  idempotency_key: z.string().min(1).max(200).optional().describe('The same key with the same body is the same action'),
});

export type ActionBody = z.output<typeof actionBody>;

const status = z.enum(['accepted', 'succeeded', 'failed']);

/** What POST /actions answers. */
export const acceptedAction = z.object({ action_id: z.string(), kind: z.string(), status, corr_id: z.string() });

/** An action and what came of it. */
export const action = z.object({
  action_id: z.string(),
  kind: z.string(),
  input: z.looseObject({}),
  status,
  result: z.looseObject({}).nullable(),
  problem: z.looseObject({}).nullable().describe('A problem document where it failed'),
  corr_id: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});

export type Action = z.output<typeof action>;
