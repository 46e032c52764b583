import type { z } from 'zod';
import { integer } from '@ao/config';
import { serviceConfig } from '@ao/service';
import type { GatewaySettings } from './gateway.module.js';

/** What the gateway reads from the environment besides what every service does. */
export const edgeConfig = {
  AO_HTTP_MAX_STREAMS: integer(1, 100_000).default(256).describe('Most open event streams'),
};

/** The environment of the gateway's own process. */
export const gatewayConfig = serviceConfig.extend(edgeConfig);

/** The settings that a configuration gives. */
export const gatewaySettings = (config: z.output<z.ZodObject<typeof edgeConfig>>): GatewaySettings => ({
  maxStreams: config.AO_HTTP_MAX_STREAMS,
});
