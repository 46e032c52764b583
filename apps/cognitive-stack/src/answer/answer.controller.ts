import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { cognition } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import { SpecialistAnswers } from './specialist-answers.js';

@RpcController()
export class AnswerController {
  constructor(@Part('answers') private readonly answers: SpecialistAnswers) {}

  @GrpcMethod('SpecialistService', 'answer')
  @Access('application')
  answer(request: cognition.AnswerRequest, metadata: Metadata): Promise<cognition.AnswerResponse> {
    return this.answers.answer(request, callContext(metadata));
  }
}
