import type {
  AbstentionRow as ServedAbstention,
  ApprovalRow,
  CalibrationRow as ServedCalibration,
  CanaryRow as ServedCanary,
  GateLedgerRow,
  GateRow as ServedGate,
  PromotionRow,
  ServedRow as ServedAnswers,
  SpentTestRow as ServedTest,
} from '@ao/contracts';
import type { Sent } from './sent.js';

/** Parts of /state rows that tell of verdicts: who decides, what they promise, and what confidences are worth. */

export type { ApprovalRow, PromotionRow };

export type AbstentionRow = Sent<ServedAbstention, keyof ServedAbstention>;

/** What a job's gate promises and guards, as it is in force; margins below 0 are not guarded. */
export type GateRow = Sent<ServedGate, never>;

/** A candidate's share of the traffic. */
export type CanaryRow = Sent<ServedCanary, 'unit_id' | 'status' | 'share' | 'outcomes'>;

/** How a version's confidences are served. */
export type CalibrationRow = Sent<Omit<ServedCalibration, 'fitted' | 'abstention'>, 'method'> & {
  readonly fitted?: ServedCalibration['fitted'];
  readonly abstention?: AbstentionRow | null;
};

/** How the answers that one version served turned out. */
export type ServedRow = Sent<
  ServedAnswers,
  | 'slot'
  | 'unit_id'
  | 'label'
  | 'outcomes'
  | 'solved'
  | 'solve_rate'
  | 'mean_confidence'
  | 'answered'
  | 'abstained'
  | 'escalated'
>;

/** One comparison that took its part of the slot's error. */
export type SpentTestRow = Sent<ServedTest, Exclude<keyof ServedTest, 'settled_at'>>;

/** The error that a slot has spent over its life. */
export type LedgerRow = Omit<
  GateLedgerRow,
  'version' | 'created_at' | 'updated_at' | 'corr_id' | 'spending' | 'tests'
> & {
  readonly spending: string;
  readonly tests: readonly SpentTestRow[];
};
