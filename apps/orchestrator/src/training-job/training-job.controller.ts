import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { orchestrator } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import type { Orchestrator } from '../orchestrator.js';
import { resolveTraining, slotErrorOf } from './training-requests.js';

@RpcController()
export class TrainingJobController {
  constructor(@Part('orchestrator') private readonly orchestrator: Orchestrator) {}

  @Access('admin')
  @GrpcMethod('TrainingService', 'startTraining')
  async start(
    request: orchestrator.StartTrainingRequest,
    metadata: Metadata,
  ): Promise<orchestrator.StartTrainingResponse> {
    const context = callContext(metadata);
    const data = await resolveTraining(request, context, this.orchestrator);
    const { version, state } = await this.orchestrator.jobs(data.jobId, { type: 'RequestTraining', data }, context);
    return {
      jobId: data.jobId,
      corrId: state.status === 'absent' ? context.corrId : state.request.corrId,
      version,
      slotError: (await slotErrorOf(data, this.orchestrator)) ?? undefined,
    };
  }

  @Access('admin')
  @GrpcMethod('TrainingService', 'cancelTraining')
  async cancel(
    { jobId, reason }: orchestrator.CancelTrainingRequest,
    metadata: Metadata,
  ): Promise<orchestrator.CancelTrainingResponse> {
    return this.orchestrator.jobs(jobId, { type: 'CancelTraining', data: { reason } }, callContext(metadata));
  }

  @Access('admin')
  @GrpcMethod('TrainingService', 'pauseTraining')
  async pause(
    { jobId }: orchestrator.PauseTrainingRequest,
    metadata: Metadata,
  ): Promise<orchestrator.PauseTrainingResponse> {
    return this.orchestrator.jobs(jobId, { type: 'PauseTraining', data: {} }, callContext(metadata));
  }

  @Access('admin')
  @GrpcMethod('TrainingService', 'resumeTraining')
  async resume(
    { jobId, budget }: orchestrator.ResumeTrainingRequest,
    metadata: Metadata,
  ): Promise<orchestrator.ResumeTrainingResponse> {
    return this.orchestrator.jobs(
      jobId,
      { type: 'ResumeTraining', data: { budget: budget ?? null } },
      callContext(metadata),
    );
  }

  @Access('admin')
  @GrpcMethod('TrainingService', 'approvePromotion')
  async approve(
    request: orchestrator.ApprovePromotionRequest,
    metadata: Metadata,
  ): Promise<orchestrator.ApprovePromotionResponse> {
    return this.say('ApprovePromotion', request, metadata);
  }

  @Access('admin')
  @GrpcMethod('TrainingService', 'declinePromotion')
  async decline(
    request: orchestrator.DeclinePromotionRequest,
    metadata: Metadata,
  ): Promise<orchestrator.DeclinePromotionResponse> {
    return this.say('DeclinePromotion', request, metadata);
  }

  /** A person's word goes on the record under the job's own id, caused by the call. */
  private async say(
    type: 'ApprovePromotion' | 'DeclinePromotion',
    { jobId, reason }: { jobId: string; reason: string },
    metadata: Metadata,
  ): Promise<{ version: number }> {
    const context = callContext(metadata);
    const { state } = await this.orchestrator.jobs.load(jobId);
    const corrId = state.status === 'absent' ? context.corrId : state.request.corrId;
    return this.orchestrator.jobs(
      jobId,
      { type, data: { subject: context.subject, reason } },
      { ...context, corrId, causationId: context.corrId },
    );
  }
}
