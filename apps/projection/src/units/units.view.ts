import { filtersOf, type FactType, type UnitRow as ServedUnit, topics } from '@ao/contracts';
import { earlier, isOld, later, snakeCase, timeOf, unknownRow } from '../view/fold-rules.js';
import { calibrationRow } from '../calibration/calibration-row.js';
import { canaryEnded, canaryOf, canaryStarted, type CanaryMemory } from '../canary/canary.js';
import type { FactMeta, FactOf, FoldRow, Rule, View, ViewRow } from '../view/view.js';

/** A Logic Unit. */
export type UnitRow = FoldRow<ServedUnit, { readonly _canary: CanaryMemory }>;

type UnitFact = Exclude<Extract<FactType, `logic.unit.${string}`>, 'logic.unit.suggested'>;

const unknownUnit = (unit_id: string): UnitRow => ({
  ...unknownRow,
  unit_id,
  status: 'suggested',
  unit_version: '',
  title: '',
  kind: '',
  slot: '',
  job_id: '',
  patches: [],
  provenance: null,
  suggested: null,
  reason: null,
  canary: null,
  stale: false,
  drift: null,
  calibration: null,
  _canary: {},
});

const times = (row: UnitRow | undefined, meta: FactMeta): Pick<ViewRow, 'created_at' | 'updated_at'> => ({
  created_at: earlier(row?.created_at, timeOf(meta)),
  updated_at: later(row?.updated_at, timeOf(meta)),
});

const unitOf = ({ data }: { data: { unitId?: string; manifest?: { unitId: string } | undefined } }): string =>
  data.unitId ?? data.manifest?.unitId ?? '';

/** A fact of the unit's own stream. The unit's story is the one that installed it, or the job that suggested it. */
const own = <Type extends UnitFact>(
  change: (fact: FactOf<Type>, row: UnitRow, meta: FactMeta) => Partial<UnitRow>,
): Rule<UnitRow, Type> => ({
  row: (fact) => unitOf(fact) || undefined,
  fold: (row, fact, meta) => {
    if (isOld(row, meta)) return row;
    const known = row ?? unknownUnit(unitOf(fact));
    return {
      ...known,
      ...change(fact, known, meta),
      ...times(row, meta),
      corr_id: known.corr_id || meta.corrId,
      version: meta.streamVersion,
    };
  },
});

const originOf = ({ data: { manifest } }: FactOf<'logic.unit.installed'>): Pick<UnitRow, 'slot' | 'job_id'> => ({
  slot: manifest?.patches[0]?.slot ?? '',
  job_id: manifest?.provenance?.jobId ?? '',
});

const installed = (fact: FactOf<'logic.unit.installed'>, { slot, job_id }: UnitRow): Partial<UnitRow> => {
  const origin = originOf(fact);
  const { version, title, kind, patches, provenance } = snakeCase(fact)['manifest'] as UnitRow;
  return {
    status: 'installed',
    unit_version: String(version),
    title,
    kind,
    patches,
    provenance: provenance ?? null,
    calibration: calibrationRow(
      fact.data.manifest?.patches.find(({ calibration }) => calibration !== undefined)?.calibration,
    ),
    slot: slot || origin.slot,
    job_id: job_id || origin.job_id,
  };
};

const withCanary = (_canary: CanaryMemory): Partial<UnitRow> => ({ _canary, canary: canaryOf(_canary) });

const drifted = (
  { data: { reason, evidence } }: FactOf<'logic.unit.stale'>,
  _: UnitRow,
  meta: FactMeta,
): Partial<UnitRow> => ({
  stale: true,
  drift: { reason, evidence: evidence ?? null, found_at: timeOf(meta) },
});

/** Logic Units: suggested, installed, in force, or reverted. */
export const units: View<UnitRow> = {
  name: 'units',
  revision: 2,
  filters: filtersOf('units'),
  about: { topic: topics.unit.name },
  rules: {
    'logic.unit.suggested': {
      row: ({ data }) => data.unitId,
      fold: (row, fact, meta) => {
        const { slot, job_id, patch } = snakeCase(fact) as { slot: string; job_id: string; patch?: unknown[] };
        return {
          ...(row ?? unknownUnit(fact.data.unitId)),
          slot,
          job_id,
          suggested: patch ?? [],
          ...times(row, meta),
          corr_id: meta.corrId,
        };
      },
    },
    'logic.unit.installed': own(installed),
    'logic.unit.applied': own(() => ({ status: 'applied' })),
    'logic.unit.promoted': own((fact) => ({
      status: 'promoted',
      ...(snakeCase(fact) as Pick<UnitRow, 'patches' | 'provenance'>),
    })),
    'logic.unit.reverted': own(({ data }) => ({ status: 'reverted', reason: data.reason })),
    'logic.unit.canary_started': own((fact, { _canary }, meta) => withCanary(canaryStarted(_canary, fact, meta))),
    'logic.unit.canary_ended': own((fact, { _canary }, meta) => withCanary(canaryEnded(_canary, fact, meta))),
    'logic.unit.stale': own(drifted),
  },
};
