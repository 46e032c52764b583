/**
 * The stages of a slice, and what moves it from one to the next: the one table that code and SQL follow.
 *
 *     open -> recorded -> done          open: episodes are missing; recorded: all are in the log, to be paid; done: paid and counted
 *     open -> dropped  -> gone          given up: what was recorded is still paid
 */
export const stageMoves = {
  open: {
    /** Every episode is in the log. */
    all_recorded: 'recorded',
    /** Its trial was given up, and something was set aside for it: what was recorded is still to be paid. */
    given_up_reserved: 'dropped',
    /** Its trial was given up before anybody worked on it. */
    given_up: 'gone',
  },
  recorded: {
    paid: 'done',
    /** The lease does not pay any more: the trial fails. */
    refused: 'gone',
  },
  dropped: {
    paid: 'gone',
  },
  done: {},
  gone: {},
} as const;

export type SliceStage = keyof typeof stageMoves;

export const sliceStages = Object.keys(stageMoves) as readonly SliceStage[];

/** The stages in which a worker still has something to do. */
export type UnfinishedStage = {
  [Stage in SliceStage]: keyof (typeof stageMoves)[Stage] extends never ? never : Stage;
}[SliceStage];

export const unfinishedStages = sliceStages.filter(
  (stage): stage is UnfinishedStage => Object.keys(stageMoves[stage]).length > 0,
);
