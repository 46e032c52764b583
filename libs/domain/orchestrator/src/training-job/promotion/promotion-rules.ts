import {
  oneOf,
  outside,
  promotionModes,
  share,
  trainingLimits,
  whole,
  type FieldViolation,
  type PromotionMode,
} from '@ao/kernel';

/** What happens to a candidate that is proven better. */
export interface PromotionRules {
  readonly mode: PromotionMode;
  /** Share of the slot's traffic that a canary gets. */
  readonly canaryShare: number;
  /** Outcomes of the canary's answers after which it is promoted. */
  readonly canaryOutcomes: number;
  /** Probability at most with which a canary that is no worse is taken back. */
  readonly canaryAlpha: number;
  /** Whether the same training is asked for again when the promoted version is found stale. */
  readonly retrainWhenStale: boolean;
}

/** The policy as asked for: empty and 0 mean the default. */
export type RawPromotion = Omit<PromotionRules, 'mode'> & { readonly mode: string };

export const promotionDefaults: PromotionRules = {
  mode: 'automatic',
  canaryShare: 0.1,
  canaryOutcomes: 100,
  canaryAlpha: 0.05,
  retrainWhenStale: false,
};

export const rawPromotionDefaults: RawPromotion = {
  mode: '',
  canaryShare: 0,
  canaryOutcomes: 0,
  canaryAlpha: 0,
  retrainWhenStale: false,
};

/** What is wrong with a promotion policy as asked for, if anything. */
export const checkPromotion = ({ mode, canaryShare, canaryOutcomes, canaryAlpha }: RawPromotion): FieldViolation[] => [
  ...oneOf('promotion.mode', mode, promotionModes),
  ...outside('promotion.canary_share', canaryShare, 0, trainingLimits.canaryShare),
  ...(canaryOutcomes === 0
    ? []
    : whole(
        'promotion.canary_outcomes',
        canaryOutcomes,
        trainingLimits.leastCanaryOutcomes,
        trainingLimits.canaryOutcomes,
      )),
  ...share('promotion.canary_alpha', canaryAlpha || undefined),
];

/** The policy with every default in place. Call checkPromotion first. */
export const normalisePromotion = (raw: RawPromotion): PromotionRules => ({
  mode: (raw.mode || promotionDefaults.mode) as PromotionMode,
  canaryShare: raw.canaryShare || promotionDefaults.canaryShare,
  canaryOutcomes: raw.canaryOutcomes || promotionDefaults.canaryOutcomes,
  canaryAlpha: raw.canaryAlpha || promotionDefaults.canaryAlpha,
  retrainWhenStale: raw.retrainWhenStale,
});

/** The rules of a job's promotion; automatic for a job that was recorded before there was another. */
export const promotionRules = ({ promotion }: { readonly promotion?: PromotionRules }): PromotionRules =>
  promotion ?? promotionDefaults;
