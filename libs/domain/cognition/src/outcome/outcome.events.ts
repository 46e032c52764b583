/** What was served for one input; everything that its outcome says besides right or wrong. */
export interface ServedAnswer {
  readonly answerId: string;
  /** The slot that was asked. */
  readonly slot: string;
  /** The side of the slot's canary that took the input. */
  readonly label: 'production' | 'candidate';
  /** The slot's unit that took it; empty: the agent's defaults. */
  readonly unitId: string;
  /** Hash of that unit's configuration; empty: the defaults. */
  readonly configurationHash: string;
  readonly slotVersion: number;
  /** The confidence that was served, 0 to 1; null: the agent did not say. */
  readonly confidence: number | null;
  readonly decision: 'answered' | 'abstained' | 'escalated';
  /** The side was asked for by its label, not drawn by the traffic's shares. */
  readonly byLabel: boolean;
}

/** Stored for ever: renaming a type or a field changes history. */
export type OutcomeEvent = {
  readonly type: 'OutcomeReported';
  readonly data: ServedAnswer & { readonly solved: boolean };
};
