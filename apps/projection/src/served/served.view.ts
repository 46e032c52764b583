import { filtersOf, type ServedRow as Served } from '@ao/contracts';
import type { AnswerDecision, ServedLabel } from '@ao/kernel';
import { earlier, later, timeOf, unknownRow } from '../view/fold-rules.js';
import type { FactMeta, FactOf, FoldRow, View, ViewRow } from '../view/view.js';

/** How the answers that one version served under one label turned out. */
export type ServedRow = FoldRow<
  Served,
  {
    readonly _answered_solved: number;
    /** In millionths, so that the order of the outcomes does not show in the mean. */
    readonly _confidence: number;
    readonly _confident: number;
    /** The last answers that were counted: a relay may tell a run of them again. */
    readonly _recent: readonly string[];
  }
>;

type Outcome = FactOf<'modular.outcome.reported'>['data'];

const remembered = 1_000;

/** Names a row: the slot, the unit that answered and the label under which it did. */
const rowId = ({ slot, unitId, label }: Outcome): string => `${slot}@${unitId || 'defaults'}:${label}`;

const unknownServed = ({ slot, unitId, label, configurationHash }: Outcome): ServedRow => ({
  ...unknownRow,
  slot,
  unit_id: unitId || null,
  label: label as ServedLabel,
  configuration_hash: configurationHash,
  outcomes: 0,
  solved: 0,
  solve_rate: null,
  mean_confidence: null,
  answered: 0,
  abstained: 0,
  escalated: 0,
  risk: null,
  _answered_solved: 0,
  _confidence: 0,
  _confident: 0,
  _recent: [],
});

/** The last characters of an answer's id tell it apart. */
const brief = (answerId: string): string => answerId.slice(-16);

const counted = (row: ServedRow, { answerId, solved, confidence, decision }: Outcome): ServedRow => {
  const of = (name: AnswerDecision): number => row[name] + (decision === name ? 1 : 0);
  return {
    ...row,
    outcomes: row.outcomes + 1,
    solved: row.solved + Number(solved),
    answered: of('answered'),
    abstained: of('abstained'),
    escalated: of('escalated'),
    _answered_solved: row._answered_solved + Number(solved && decision === 'answered'),
    _confidence: row._confidence + Math.round((confidence ?? 0) * 1e6),
    _confident: row._confident + Number(confidence !== undefined),
    _recent: [...row._recent, brief(answerId)].slice(-remembered),
  };
};

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const withRates = (row: ServedRow): ServedRow => ({
  ...row,
  solve_rate: share(row.solved, row.answered + row.escalated),
  mean_confidence: row._confident === 0 ? null : row._confidence / row._confident / 1e6,
  risk: share(row.answered - row._answered_solved, row.answered),
});

const times = (row: ServedRow | undefined, meta: FactMeta): Pick<ViewRow, 'created_at' | 'updated_at' | 'corr_id'> => ({
  created_at: earlier(row?.created_at, timeOf(meta)),
  updated_at: later(row?.updated_at, timeOf(meta)),
  corr_id: row?.corr_id || meta.corrId,
});

/** Served answers with their outcomes, one row a version and label. */
export const servedAnswers: View<ServedRow> = {
  name: 'served',
  revision: 2,
  filters: filtersOf('served'),
  rules: {
    'modular.outcome.reported': {
      row: ({ data }) => rowId(data),
      fold: (row, { data }, meta) => {
        if (row?._recent.includes(brief(data.answerId))) return row;
        const after = withRates(counted(row ?? unknownServed(data), data));
        return { ...after, ...times(row, meta), version: after.outcomes };
      },
    },
  },
};
