import { filtersOf, type DeadLetterRow as ServedLetter } from '@ao/contracts';
import { isOld, owned, snakeCase } from '../view/fold-rules.js';
import type { FoldRow, View } from '../view/view.js';

/** A fact that a consumer group gave up. */
export type DeadLetterRow = FoldRow<ServedLetter>;

const empty = {
  ...{ group: '', topic: '', partition: 0, offset: 0, reason: '', attempts: 0 },
  ...{ fact_id: '', fact_type: '', fact_key: '' },
};

/** The dead letters, waiting for a redrive or gone back. */
export const deadLetters: View<DeadLetterRow> = {
  name: 'dead-letters',
  revision: 1,
  filters: filtersOf('dead-letters'),
  rules: {
    'bus.fact.dead_lettered': {
      row: ({ data }) => data.letterId,
      fold: (row, fact, meta) => {
        if (isOld(row, meta)) return row;
        return {
          ...empty,
          ...(snakeCase(fact) as Partial<DeadLetterRow>),
          letter_id: fact.data.letterId,
          status: 'waiting',
          ...owned(row, meta),
        };
      },
    },
    'bus.fact.redriven': {
      row: ({ data }) => data.letterId,
      fold: (row, _, meta) => (row === undefined ? undefined : { ...row, status: 'redriven', ...owned(row, meta) }),
    },
  },
};
