import { Body, Get, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { agent } from '@ao/contracts';
import { Answers, Caller, HttpController, Needs, type CallerContext } from '@ao/http';
import { CLIENTS, type Clients } from '../gateway.clients.js';
import { startedTraining, startTrainingBody, startTrainingRequest, type StartTrainingBody } from './start-training.schema.js';

const catalogue = z.object({ items: z.array(z.looseObject({ id: z.string(), version: z.string(), role: z.string(), runtime: z.string() })) });

@HttpController('orchestrator/mini_agents')
export class TrainingController {
  constructor(@Inject(CLIENTS) private readonly clients: Clients) {}

  @Get()
  @Answers({ summary: 'The catalogue of mini-agents.', answer: catalogue })
  async list(@Caller() caller: CallerContext): Promise<z.output<typeof catalogue>> {
    const { items } = await this.clients.agents.listMiniAgents({}, caller);
    return { items: items.map(({ profile, runtime }) => ({ ...(agent.MiniAgentProfile.toJSON(profile as agent.MiniAgentProfile) as { id: string; version: string; role: string }), runtime })) };
  }

  @Post('start_training')
  @Needs('admin')
  @Answers({ summary: 'Starts a training job.', answer: startedTraining, status: 202 })
  async start(@Body({ schema: startTrainingBody }) body: StartTrainingBody, @Caller() caller: CallerContext): Promise<z.output<typeof startedTraining>> {
    const { jobId, corrId, version } = await this.clients.training.startTraining(startTrainingRequest(body), caller);
    return { job_id: jobId, corr_id: corrId, version };
  }
}
