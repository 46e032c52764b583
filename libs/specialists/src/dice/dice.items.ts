import type { TaskItem } from '../specialist.js';

/** Items that dice can play: the text's first word is the right label, its second the slice, `front` and `back` in turn. */
export const diceItems = (count: number): readonly TaskItem[] =>
  Array.from({ length: count }, (_, index) => {
    const [label, slice] = [index % 3 === 0 ? 'heads' : 'tails', index % 2 === 0 ? 'front' : 'back'];
    return {
      id: `roll-${index}`,
      input: { text: `${label} ${slice} ${index}` },
      target: { label },
      metadata: { slice },
    };
  });
