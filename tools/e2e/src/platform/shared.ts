import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.js';

/** The one platform that the suites of a run share, as shared-platform.cjs tells Jest's workers of it. */
interface Shared {
  readonly http: string;
  readonly grpc: string;
  readonly dataDir: string;
}

/** A platform that other suites use too: take task sets, slots and keys of your own, and count nothing that others may add to. */
export class SharedPlatform {
  private readonly shared: Shared;

  constructor() {
    const told = process.env['AO_TEST_PLATFORM'];
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
