let silenced = false;

/** kafkajs asks for time-outs in the past and Node warns once about it. Silences that one warning; no option of kafkajs avoids it. */
export const silenceNegativeTimeouts = (): void => {
  if (silenced) return;
  silenced = true;
  const emit = process.emitWarning.bind(process) as (...all: unknown[]) => void;
  process.emitWarning = (...all: unknown[]): void => {
    if (all[1] !== 'TimeoutNegativeWarning') emit(...all);
  };
};
