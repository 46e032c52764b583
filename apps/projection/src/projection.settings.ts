import type { z } from 'zod';
import { integer } from '@ao/config';
import type { ProjectionSettings } from './projection.js';

/** What projection reads from the environment besides what every service does. */
export const feedEnvironment = {
  AO_FEED_MAX_AGE_HOURS: integer(1, 24 * 366)
    .default(7 * 24)
    .describe('Hours for which GET /events can be resumed'),
  AO_FEED_MAX_ENTRIES: integer(1000, 1_000_000_000).default(1_000_000).describe('Most entries that the feed keeps'),
};

/** The settings that a configuration gives. */
export const projectionSettings = (config: z.output<z.ZodObject<typeof feedEnvironment>>): ProjectionSettings => ({
  retention: { maxAgeMs: config.AO_FEED_MAX_AGE_HOURS * 60 * 60 * 1000, maxEntries: config.AO_FEED_MAX_ENTRIES },
});
