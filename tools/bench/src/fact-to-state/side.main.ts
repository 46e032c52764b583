import { startOurs } from './ours.js';
import type { Place } from './stand.js';
import { startTheirs } from './theirs.js';

const sides = { ours: startOurs, theirs: startTheirs };

/** One side in a process of its own: `node side.main.js ours|theirs NAME PLACE`. Says its table once it follows the topic; ends with its parent. */
const main = async ([kind, name, place]: readonly string[]): Promise<void> => {
  const side = await sides[kind as keyof typeof sides](JSON.parse(place ?? '') as Place, name ?? '');
  process.send?.(side.table);
  process.once('disconnect', () => {
    side.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
};

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
