import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { cognition } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import type { Outcomes } from './outcomes.js';

@RpcController()
export class OutcomeController {
  constructor(@Part('outcomes') private readonly outcomes: Outcomes) {}

  @GrpcMethod('SpecialistService', 'reportOutcome')
  @Access('application')
  reportOutcome(request: cognition.ReportOutcomeRequest, metadata: Metadata): Promise<cognition.ReportOutcomeResponse> {
    return this.outcomes.report(request, callContext(metadata));
  }
}
