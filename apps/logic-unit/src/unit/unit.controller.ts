import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { logic as wire } from '@ao/contracts';
import { Access, callContext, RpcController } from '@ao/rpc';
import { Part } from '@ao/service';
import { manifestOf, slotAnswer, slotsAnswer } from './unit.wire.js';
import type { Units } from './units.js';

@RpcController()
export class UnitController {
  constructor(@Part('units') private readonly units: Units) {}

  @GrpcMethod('LogicUnitService', 'installUnit')
  @Access('admin')
  async installUnit({ manifest }: wire.InstallUnitRequest, metadata: Metadata): Promise<wire.InstallUnitResponse> {
    return { version: await this.units.install(manifestOf(manifest), callContext(metadata)) };
  }

  @GrpcMethod('LogicUnitService', 'applyUnit')
  @Access('admin')
  async applyUnit({ unitId }: wire.ApplyUnitRequest, metadata: Metadata): Promise<wire.ApplyUnitResponse> {
    return slotsAnswer(await this.units.apply(unitId, callContext(metadata)));
  }

  @GrpcMethod('LogicUnitService', 'promoteUnit')
  @Access('admin')
  async promoteUnit(
    { unitId, ...decision }: wire.PromoteUnitRequest,
    metadata: Metadata,
  ): Promise<wire.PromoteUnitResponse> {
    return slotsAnswer(await this.units.promote(unitId, decision, callContext(metadata)));
  }

  @GrpcMethod('LogicUnitService', 'revertUnit')
  @Access('admin')
  async revertUnit({ unitId, reason }: wire.RevertUnitRequest, metadata: Metadata): Promise<wire.RevertUnitResponse> {
    return slotsAnswer(await this.units.revert(unitId, reason, callContext(metadata)));
  }

  @GrpcMethod('LogicUnitService', 'startCanary')
  @Access('admin')
  async startCanary(
    { unitId, ...decision }: wire.StartCanaryRequest,
    metadata: Metadata,
  ): Promise<wire.StartCanaryResponse> {
    return slotsAnswer(await this.units.startCanary(unitId, decision, callContext(metadata)));
  }

  @GrpcMethod('LogicUnitService', 'stopCanary')
  @Access('admin')
  async stopCanary({ unitId, reason }: wire.StopCanaryRequest, metadata: Metadata): Promise<wire.StopCanaryResponse> {
    return slotsAnswer(await this.units.stopCanary(unitId, reason, callContext(metadata)));
  }

  @GrpcMethod('LogicUnitService', 'getSlot')
  @Access('viewer', 'application')
  async getSlot({ slot }: wire.GetSlotRequest): Promise<wire.GetSlotResponse> {
    return slotAnswer(await this.units.slot(slot));
  }
}
