import type { evaluation } from '@ao/contracts';
import type { CallContextOptions, RpcClient } from '@ao/rpc';

type Evaluation = RpcClient<evaluation.EvaluationServiceClient>;

const round = (value: number): number => Math.round(value * 1000) / 1000;

const read = async (client: Evaluation, trialId: string, context: CallContextOptions): Promise<evaluation.Outcome[]> => {
  const found: evaluation.Outcome[] = [];
  for await (const { outcomes } of client.listOutcomes({ trialId }, { ...context, deadlineMs: 30_000 })) found.push(...outcomes);
  return found.sort((a, b) => a.ordinal - b.ordinal);
};

/** The outcomes of one block of one arm, in the seed's item order. At most a block's worth of episodes is held. */
export const blockOutcomes = async (client: Evaluation, trialId: string, context: CallContextOptions) => {
  const outcomes = await read(client, trialId, context);
  return {
    itemIds: outcomes.map(({ itemId }) => itemId),
    outcomes: {
      solved: outcomes.map(({ solved }) => (solved ? '1' : '0')).join(''),
      latencyMs: outcomes.map(({ latencyMs }) => round(latencyMs)),
      tokens: outcomes.map(({ tokensIn, tokensOut }) => tokensIn + tokensOut),
    },
  };
};
