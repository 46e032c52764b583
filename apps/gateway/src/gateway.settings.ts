import type { z } from 'zod';
import { integer, origins } from '@ao/config';

/** What of a gateway can be set. */
export interface GatewaySettings {
  /** Most open event streams. */
  readonly maxStreams?: number;
  /** Milliseconds after which an action whose peer stays away has failed. */
  readonly giveUpMs?: number;
  /** Milliseconds for which settled actions are kept. */
  readonly keepActionsMs?: number;
  /** Origins whose pages may read the answers. */
  readonly corsOrigins?: readonly string[];
}

/** What the gateway reads from the environment besides what every service does. */
export const edgeEnvironment = {
  AO_HTTP_MAX_STREAMS: integer(1, 100_000).default(256).describe('Most open event streams'),
  AO_CORS_ORIGINS: origins
    .optional()
    .describe('Origins whose pages may read the HTTP interface, https://host[:port][,...], or *; none by default'),
  AO_ACTIONS_KEEP_DAYS: integer(1, 36_500).default(90).describe('Days for which settled actions are kept'),
};

/** The settings that a configuration gives. */
export const gatewaySettings = (config: z.output<z.ZodObject<typeof edgeEnvironment>>): GatewaySettings => ({
  maxStreams: config.AO_HTTP_MAX_STREAMS,
  corsOrigins: config.AO_CORS_ORIGINS ?? [],
  keepActionsMs: config.AO_ACTIONS_KEEP_DAYS * 24 * 60 * 60 * 1000,
});
