import { Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { platform } from '@ao/contracts';
import type { DeadLetters, EventBus } from '@ao/event-bus';
import { DomainError } from '@ao/kernel';
import { Access, RpcController } from '@ao/rpc';
import { logsOn } from './log-registry.js';
import { SERVICE_RUNTIME, type ServiceRuntime } from './service-runtime.js';

const canRedrive = (bus: EventBus): bus is EventBus & DeadLetters => 'redrive' in bus;

/** What an operator does with the logs of this process, in every process. */
@RpcController()
export class LogController {
  constructor(@Inject(SERVICE_RUNTIME) private readonly runtime: ServiceRuntime) {}

  @Access('admin')
  @GrpcMethod('LogService', 'retryParked')
  async retryParked({ service }: platform.RetryParkedRequest): Promise<platform.RetryParkedResponse> {
    const logs = logsOn(this.runtime.bus);
    const log = logs.get(service);
    if (log === undefined)
      throw new DomainError(
        'not_found',
        `no log of ${service.slice(0, 100)} here; there are ${[...logs.keys()].join(', ')}`,
      );
    const published = await log.retryParked();
    return { published, parked: (await log.parked()).length };
  }

  @Access('admin')
  @GrpcMethod('LogService', 'redrive')
  async redrive({ topic, group }: platform.RedriveRequest): Promise<platform.RedriveResponse> {
    const { bus } = this.runtime;
    if (!canRedrive(bus)) throw new DomainError('failed_precondition', 'this bus keeps no dead letters');
    return { redriven: await bus.redrive({ topic, ...(group === '' ? {} : { group }) }) };
  }
}
