import type { Logger } from '@ao/observability';
import type { AccessTokens } from '@ao/rpc';

/** Nest token of what the HTTP edge needs. */
export const HTTP_EDGE = Symbol('HTTP_EDGE');

/** What the HTTP edge needs. */
export interface HttpEdge {
  readonly access: AccessTokens;
  readonly logger: Logger;
}
