import type { AbstentionRow, CalibrationRow } from '../jobs/policy-rows.js';
import { count, fixed3, percent } from '../terminal/format.js';
import type { Line } from './guardrails.text.js';
import type { ServedCalibration } from './served-calibration.js';

/** What a calibration was fitted on and how far it helped, in a sentence without its full stop. */
export const fitText = ({ method, fitted = {} }: CalibrationRow): string => {
  const { labels, split = 'dev', ece_before, ece_after, reason } = fitted;
  if (method === 'none') return reason ? `as the agent says it: ${reason}` : 'as the agent says it';
  return `recalibrated (${method}), fitted on ${count(labels)} labels of ${split}: ECE ${fixed3(ece_before)} -> ${fixed3(ece_after)} cross-validated`;
};

/** ECE with its interval: "0.082 (0.051 to 0.113)". */
const eceText = ({ value, low, high }: ServedCalibration['before']): string =>
  `${fixed3(value)} (${fixed3(low)} to ${fixed3(high)})`;

const servedLines = (served: ServedCalibration | null): Line[] =>
  served === null
    ? []
    : [
        [
          '',
          `on the holdout: ECE (debiased) ${eceText(served.before)} as said, ${eceText(served.after)} as served (${served.before.confidence * 100} %)`,
        ],
      ];

/** "answers 82.0 %, those at 0.610 or surer, so that at most 10.0 % are wrong (held with 95 %); else it abstains". A threshold above 1 is never reached. */
export const abstentionText = ({
  threshold,
  target_risk,
  confidence,
  coverage,
  action,
  escalate_to,
}: AbstentionRow): string => {
  const instead = action === 'escalate' ? `${escalate_to} answers` : 'it abstains';
  if (threshold > 1)
    return `never answers, as at no confidence at most ${percent(target_risk)} could be shown to be wrong (with ${confidence * 100} %): ${instead}`;
  return `answers ${percent(coverage)}, those at ${fixed3(threshold)} or surer, so that at most ${percent(target_risk)} are wrong (held with ${confidence * 100} %); else ${instead}`;
};

/** How the candidate's confidences are served, and what they are worth then. */
export const calibrationLines = (calibration: CalibrationRow | undefined, served: ServedCalibration | null): Line[] => {
  if (calibration === undefined) return [];
  return [
    ['confidence', fitText(calibration)],
    ...servedLines(calibration.method === 'none' ? null : served),
    ...(calibration.abstention ? [['', abstentionText(calibration.abstention)] as const] : []),
  ];
};
