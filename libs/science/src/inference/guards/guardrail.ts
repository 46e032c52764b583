import { meanSequenceWidth } from '../betting/mean-sequence.js';
import { noMoments, withValue, type Moments } from '../betting/moments.js';

/** `within`: shown to be no worse than the margin; `breached`: shown to be worse; `open`: neither yet; `off`: not guarded. */
export type GuardrailStatus = 'off' | 'open' | 'within' | 'breached';

/** A non-inferiority comparison: sums of both sides, and the moments of the paired contrast that the bound is about. */
export interface Guardrail {
  readonly candidateTotal: number;
  readonly incumbentTotal: number;
  readonly contrast: Moments;
}

export const noGuardrail: Guardrail = { candidateTotal: 0, incumbentTotal: 0, contrast: noMoments };

/** What a verdict shows of a guardrail. */
export interface GuardrailEvidence extends Guardrail {
  readonly status: GuardrailStatus;
  readonly margin: number | null;
  /** Contrast at or below this is within the margin. */
  readonly limit: number;
  /** One-sided bounds of the mean contrast, each at the guardrail's alpha, valid whenever one looks; null before two pairs. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Latency is compared by its typical ratio: the contrast is log((floor + candidate) / (floor + incumbent)) in milliseconds, whose mean is
 * the log of the ratio of geometric means, so that one slow outlier decides nothing and differences far below the floor count little.
 */
export const latencyContrast = (candidateMs: number, incumbentMs: number, floorMs: number): number =>
  Math.log((floorMs + candidateMs) / (floorMs + incumbentMs));

/** The latency contrast at the margin. */
export const latencyLimit = (margin: number): number => Math.log1p(margin);

/**
 * Tokens, cost and length add up, so they are compared by the ratio of means: candidate - (1 + margin) * incumbent has a mean of
 * at most 0 exactly when that ratio is within the margin (linear contrast; Hauschke, Kieser, Diletti and Burke, 1999).
 */
export const linearContrast = (candidate: number, incumbent: number, margin: number): number =>
  candidate - (1 + margin) * incumbent;

/** One more pair. */
export const withPair = (guardrail: Guardrail, candidate: number, incumbent: number, contrast: number): Guardrail => ({
  candidateTotal: guardrail.candidateTotal + candidate,
  incumbentTotal: guardrail.incumbentTotal + incumbent,
  contrast: withValue(guardrail.contrast, contrast),
});

/** One more pair of something that adds up; nothing where it is not guarded. */
export const withAmounts = (
  guardrail: Guardrail,
  candidate: number,
  incumbent: number,
  margin: number | null,
): Guardrail =>
  margin === null ? guardrail : withPair(guardrail, candidate, incumbent, linearContrast(candidate, incumbent, margin));

/** Where a guardrail stands, by a one-sided confidence sequence on each side. */
export const guardrailStatus = (
  { contrast }: Guardrail,
  limit: number,
  alpha: number,
): Exclude<GuardrailStatus, 'off'> => {
  const width = meanSequenceWidth(contrast, alpha);
  if (contrast.mean + width <= limit) return 'within';
  return contrast.mean - width > limit ? 'breached' : 'open';
};

/** All that is needed to recompute a guardrail's status. */
export const guardrailEvidence = (
  guardrail: Guardrail,
  margin: number | null,
  limit: number,
  alpha: number,
): GuardrailEvidence => {
  const width = meanSequenceWidth(guardrail.contrast, alpha);
  const bounded = margin !== null && Number.isFinite(width);
  return {
    ...guardrail,
    status: margin === null ? 'off' : guardrailStatus(guardrail, limit, alpha),
    margin,
    limit,
    low: bounded ? guardrail.contrast.mean - width : null,
    high: bounded ? guardrail.contrast.mean + width : null,
  };
};
