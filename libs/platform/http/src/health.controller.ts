import { Get, Header, HttpCode, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { metrics } from '@ao/observability';
import { HttpController, Needs } from './http-controller.js';
import { Answers } from './operation.js';

/** Nest token of the checks behind /readyz: name -> a check that throws when it fails. */
export const READINESS = Symbol('READINESS');

/**
 * Name of what is needed -> a check that throws when it is away. A check that answers a sentence says what a person should look at,
 * though requests can be served.
 */
export type Readiness = Readonly<Record<string, () => Promise<string | undefined | void>>>;

const alive = z.object({ status: z.literal('ok') });
const ready = z.object({ status: z.enum(['ok', 'degraded', 'unavailable']), checks: z.record(z.string(), z.string()) });

const patienceMs = 2_000;
const late = (ms: number): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms).unref());
/** What a check came to. */
interface Outcome {
  readonly status: z.output<typeof ready>['status'];
  readonly text: string;
}

const outcome = async (check: Readiness[string]): Promise<Outcome> => {
  try {
    const detail = await Promise.race([check(), late(patienceMs)]);
    return detail === undefined ? { status: 'ok', text: 'ok' } : { status: 'degraded', text: detail };
  } catch (error) {
    return { status: 'unavailable', text: (error as Error).message };
  }
};

/** The worst of the outcomes. */
const overall = (outcomes: readonly Outcome[]): Outcome['status'] =>
  (['unavailable', 'degraded'] as const).find((worse) => outcomes.some(({ status }) => status === worse)) ?? 'ok';

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
    summary:
      'All that requests need is there; 503 names what is not. Degraded: it serves, and names what needs a person.',
    answer: ready,
    others: { 503: ready },
  })
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<z.output<typeof ready>> {
    const names = Object.keys(this.readiness);
    const outcomes = await Promise.all(Object.values(this.readiness).map(outcome));
    const status = overall(outcomes);
    void reply.code(status === 'unavailable' ? 503 : 200);
    return {
      status,
      checks: Object.fromEntries(names.map((name, at) => [name, outcomes[at]?.text ?? ''])),
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
