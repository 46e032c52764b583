import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.js';
import { Standalone } from './standalone.js';

/** The one platform that the suites of a run share, as Jest's workers know of it. */
interface Shared {
  readonly http: string;
  readonly grpc: string;
  readonly dataDir: string;
}

const variable = 'AO_TEST_PLATFORM';

/** Starts it, with the agents for tests and without the guardrail that a busy machine can trip. Answers how to end it. */
export const startShared = async (): Promise<() => Promise<void>> => {
  const platform = await new Standalone({ AO_TEST_AGENTS: 'true', AO_GATE_LATENCY_MARGIN: 'none' }).start();
  const { http, grpc, dataDir } = platform;
  process.env[variable] = JSON.stringify({ http, grpc, dataDir } satisfies Shared);
  return () => platform.discard();
};

/** A platform that other suites use too: take task sets, slots and keys of your own, and count nothing that others may add to. */
export class SharedPlatform {
  private readonly shared: Shared;

  constructor() {
    const told = process.env[variable];
    if (told === undefined) throw new Error('Run it with --config jest.e2e.config.cjs: that starts the platform.');
    this.shared = JSON.parse(told) as Shared;
  }

  get http(): string {
    return this.shared.http;
  }

  get grpc(): string {
    return this.shared.grpc;
  }

  /** The token of an administrator, or of another role. */
  tokenOf(role: string): string {
    return readFileSync(join(this.shared.dataDir, `${role}-token`), 'utf8').trim();
  }

  get token(): string {
    return this.tokenOf('admin');
  }

  /** The administrator's client. */
  get api(): Api {
    return new Api(this.http, this.token);
  }
}
