import { catalogueStory } from './catalogue.story.js';
import { jobStory } from './job.story.js';
import { leasesStory } from './leases.story.js';
import type { Line, Streams } from './line.js';
import { slotLifeStory } from './slot-life.story.js';
import { trialsStory } from './trials.story.js';
import { troubleStory } from './trouble.story.js';
import { unitsStory } from './units.story.js';

export { factOf, type Line } from './line.js';

/** Streams in their own order, as five services would publish them: one promoted job, and a lease that is denied. */
const streams: Streams = {
  ...jobStory,
  ...trialsStory,
  ...leasesStory,
  ...catalogueStory,
  ...unitsStory,
  ...slotLifeStory,
  ...troubleStory,
};

/** Each stream's lines; all in the order in which they happened where the streams are put one after the other by `second`. */
export const story: readonly (readonly Line[])[] = Object.entries(streams).map(([key, facts], stream) =>
  facts.map((fact, at) => ({ key, fact, version: at + 1, second: at * 20 + stream })),
);
