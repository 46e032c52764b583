import { Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { cognition } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import type { Outcomes } from './outcomes.js';

/** Nest token of the outcomes. */
export const OUTCOMES = Symbol('OUTCOMES');

@RpcController()
export class OutcomeController {
  constructor(@Inject(OUTCOMES) private readonly outcomes: Outcomes) {}

  @GrpcMethod('SpecialistService', 'reportOutcome')
  @Access('application')
  reportOutcome(request: cognition.ReportOutcomeRequest, metadata: Metadata): Promise<cognition.ReportOutcomeResponse> {
    return this.outcomes.report(request, callContext(metadata));
  }
}
