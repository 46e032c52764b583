import { status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { judge, type Configuration, type Mail } from './keyword-guard.ts';
import { profile } from './profile.ts';
import { fromStruct, fromValue, toStruct, type Struct, type Value } from './struct.ts';

/** The fields that this agent reads. It makes no choice by chance: one that does takes `seed` for it. */
interface RunEpisodeRequest {
  readonly episode_id: string;
  readonly configuration: Struct | null;
  readonly input: Value | null;
}

/** Something in the request that the caller must change. */
class InvalidRequest extends Error {}

const parameters = new Map<string, { readonly min: number; readonly max: number }>(
  profile.search_space.map(({ name, float_range }) => [name, float_range]),
);

const configurationOf = (struct: Struct): Configuration => {
  const configuration = { ...profile.defaults, ...fromStruct(struct) };
  for (const [name, value] of Object.entries(configuration)) {
    const range = parameters.get(name);
    if (range === undefined) throw new InvalidRequest(`configuration.${name} is not a parameter of ${profile.id}`);
    if (typeof value !== 'number' || !(value >= range.min && value <= range.max))
      throw new InvalidRequest(`configuration.${name} must be a number from ${range.min} to ${range.max}`);
  }
  return configuration;
};

const mailOf = (input: unknown): Mail => {
  const { subject = '', text } = (input ?? {}) as { subject?: unknown; text?: unknown };
  if (typeof text !== 'string' || typeof subject !== 'string')
    throw new InvalidRequest('input must be {text, subject?}');
  return { subject, text };
};

const runEpisode = ({ configuration, input }: RunEpisodeRequest): object => {
  const { label, confidence, wordsRead } = judge(mailOf(fromValue(input ?? {})), configurationOf(configuration ?? {}));
  // Nothing to judge: declining is counted apart from being wrong.
  if (wordsRead === 0) return { refused: true };
  const tokensIn = Math.min(wordsRead, profile.max_tokens_per_episode - 1);
  return {
    output: { structValue: toStruct({ label }) },
    confidence,
    tokens_in: tokensIn,
    tokens_out: 1,
    cost_micros: 0,
  };
};

const describe = (): object => ({ profile: { ...profile, defaults: toStruct(profile.defaults) } });

/** Wraps a function of the request as a gRPC handler. */
const handler =
  <Request>(answer: (request: Request) => object) =>
  (call: ServerUnaryCall<Request, object>, done: sendUnaryData<object>): void => {
    try {
      done(null, answer(call.request));
    } catch (error) {
      const code = error instanceof InvalidRequest ? status.INVALID_ARGUMENT : status.INTERNAL;
      done({ code, message: error instanceof Error ? error.message : String(error) });
    }
  };

/** The handlers of agent.v1.AgentService. */
export const agentService = { Describe: handler(describe), RunEpisode: handler(runEpisode) };
