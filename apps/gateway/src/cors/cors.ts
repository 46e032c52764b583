import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { allowOrigins } from '@ao/http';
import { Part } from '@ao/service';

/** Allows the configured origins before the server listens. */
@Injectable()
export class Cors implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Part('corsOrigins') private readonly origins: readonly string[],
  ) {}

  onModuleInit(): Promise<void> {
    return allowOrigins(this.host.httpAdapter.getInstance<FastifyInstance>(), this.origins);
  }
}
