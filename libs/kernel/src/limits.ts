/** Most characters (UTF-16 code units) of a text. */
export const textLimits = {
  /** Why something was done, for the record: a cancel, a revert, a person's word. */
  reason: 2_000,
  /** A key under which the same request again is the same. */
  idempotencyKey: 200,
  /** Whoever has the same key is served by the same side of a canary. */
  servingKey: 200,
  /** The id of anything, where its own rule does not say less. */
  id: 300,
  /** The id of an item or a document of a task set. */
  itemId: 200,
  licence: 200,
  topic: 100,
  slice: 100,
  unitTitle: 200,
  /** A text that a parameter may be set to in a patch. */
  parameterText: 1_000,
  receipt: 8_000,
} as const;

/** Caps of a job: whole numbers, cost in millionths of the account's currency unit, time in milliseconds. */
export const budgetLimits = {
  episodes: 10_000_000,
  tokens: 1_000_000_000_000,
  costMicros: 1_000_000_000_000,
  wallMs: 30 * 24 * 60 * 60 * 1000,
} as const;

/** Bounds of what a training may ask for; inclusive. */
export const trainingLimits = {
  candidates: 1_000,
  topics: 16,
  /** Wished episodes of each configuration. */
  episodesEach: 100_000,
  seed: Number.MAX_SAFE_INTEGER,
  slices: 16,
  runsPerItem: 32,
  confirmationItems: 1_000_000,
  holdoutLooks: 1_000_000,
  canaryShare: 0.5,
  leastCanaryOutcomes: 20,
  canaryOutcomes: 1_000_000,
} as const;

/** The largest margin of each guard that makes sense, as a share. */
export const marginLimits = {
  latencyMargin: 100,
  tokensMargin: 100,
  costMargin: 100,
  calibrationMargin: 1,
  refusalMargin: 1,
  lengthMargin: 100,
} as const;

/** Parts of a profile and of a manifest. */
export const unitLimits = {
  /** Parameters of a search space, and so of a configuration. */
  parameters: 100,
  patches: 16,
  operations: 200,
  /** Steps of an isotonic calibration. */
  calibrationSteps: 10_000,
  /** Characters of what a calibration says of its fit. */
  calibrationFit: 20_000,
} as const;

/** Rows of a page of /state. */
export const pageLimits = { rows: 500, defaultRows: 50, cursor: 1_000 } as const;
