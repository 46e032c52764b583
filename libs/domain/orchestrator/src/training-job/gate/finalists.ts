/** Most candidates of one job that meet the incumbent on the holdout. */
export const maxFinalists = 3;
