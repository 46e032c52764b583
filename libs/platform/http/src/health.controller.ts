import { Get, Header, HttpCode, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { metrics } from '@ao/observability';
import { HttpController, Needs } from './http-controller.js';
import { Answers } from './operation.js';

/** Nest token of the checks behind /readyz: name -> a check that throws when it fails. */
export const READINESS = Symbol('READINESS');

/** Name of what is needed -> a check that throws when it is away. */
export type Readiness = Readonly<Record<string, () => Promise<void>>>;

const alive = z.object({ status: z.literal('ok') });
const ready = z.object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()) });

const patienceMs = 2_000;
const late = (ms: number): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms).unref());
const outcome = async (check: () => Promise<void>): Promise<string> => {
  try {
    await Promise.race([check(), late(patienceMs)]);
    return 'ok';
  } catch (error) {
    return (error as Error).message;
  }
};

/** Probes and metrics. */
@HttpController()
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('healthz')
  @Needs('anyone')
  @Answers({ summary: 'The process runs.', answer: alive })
  healthz(): z.output<typeof alive> {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Needs('anyone')
  @Answers({
    summary: 'All that requests need is there; 503 names what is not.',
    answer: ready,
    others: { 503: ready },
  })
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<z.output<typeof ready>> {
    const names = Object.keys(this.readiness);
    const outcomes = await Promise.all(Object.values(this.readiness).map(outcome));
    const ok = outcomes.every((each) => each === 'ok');
    void reply.code(ok ? 200 : 503);
    return {
      status: ok ? 'ok' : 'unavailable',
      checks: Object.fromEntries(names.map((name, at) => [name, outcomes[at] as string])),
    };
  }

  @Get('metrics')
  @HttpCode(200)
  @Header('content-type', metrics.contentType)
  @Answers({ summary: 'Metrics in the Prometheus text format.', answer: z.string(), mediaType: 'text/plain' })
  metrics(): Promise<string> {
    return metrics.metrics();
  }
}
