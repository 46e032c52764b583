import { Body, Get, Param, Post } from '@nestjs/common';
import { agent, type orchestrator } from '@ao/contracts';
import {
  Answers,
  Caller,
  HttpController,
  IdempotencyKey,
  Needs,
  withIdempotencyKey,
  type CallerContext,
} from '@ao/http';
import { Part } from '@ao/service';
import { onBehalfOf, type Peers } from '../peers/peers.js';
import { trainingRequest } from './start-training.js';
import {
  miniAgentAnswer,
  miniAgentsAnswer,
  startedJob,
  startTrainingAnswer,
  startTrainingBody,
  type StartTrainingBody,
} from './training.schemas.js';

/** The lists of a profile: its JSON form leaves out those that are empty. */
const noLists = { search_space: [], required_leases: [], task_sets: [], tools: [], models: [], search_splits: [] };

const shown = ({ profile, runtime, archived = false }: orchestrator.CatalogueEntry): object => ({
  ...noLists,
  ...(profile && (agent.MiniAgentProfile.toJSON(profile) as object)),
  runtime,
  archived,
});

/** The catalogue, and the start of a training job. */
@HttpController('orchestrator/mini_agents')
export class TrainingController {
  constructor(@Part('peers') private readonly peers: Peers) {}

  @Get()
  @Needs('viewer', 'application')
  @Answers({ summary: 'The catalogue of mini-agents, ordered by id.', answer: miniAgentsAnswer })
  async listMiniAgents(@Caller() caller: CallerContext): Promise<object> {
    const { items } = await this.peers.miniAgents.listMiniAgents({}, onBehalfOf(caller));
    return {
      items: items.map(shown),
    };
  }

  @Get(':id')
  @Needs('viewer', 'application')
  @Answers({ summary: 'One mini-agent of the catalogue.', answer: miniAgentAnswer })
  async getMiniAgent(@Param('id') agentId: string, @Caller() caller: CallerContext): Promise<object> {
    const { entry } = await this.peers.miniAgents.getMiniAgent({ agentId }, onBehalfOf(caller));
    return entry ? shown(entry) : {};
  }

  @Post('start_training')
  @Needs('admin')
  @Answers({ summary: 'Starts a training job.', status: 202, answer: startTrainingAnswer, idempotent: true })
  async startTraining(
    @Body({ schema: startTrainingBody }) body: StartTrainingBody,
    @IdempotencyKey() key: string | undefined,
    @Caller() caller: CallerContext,
  ): Promise<object> {
    const request = trainingRequest(withIdempotencyKey(body, key));
    return startedJob(await this.peers.training.startTraining(request, onBehalfOf(caller)));
  }
}
