import { DomainError, type Decider } from '@ao/kernel';
import type { Spend } from '../episode/spend.js';
import { covers, include, sizeOf, type Intervals } from './intervals.js';
import type { Report } from './report.js';
import type { TrialEvent, TrialIdentity, TrialSpec } from './trial.events.js';

export type TrialCommand =
  | { readonly type: 'StartTrial'; readonly spec: TrialSpec; readonly slices: number; readonly episodes: number }
  | { readonly type: 'CompleteSlice'; readonly sliceId: string; readonly position: number; readonly spent: Spend }
  | { readonly type: 'CompleteTrial'; readonly report: Report }
  | { readonly type: 'FailTrial'; readonly code: string; readonly reason: string; readonly report: Report };

/** Small whatever the number of episodes: it is kept beside the stream as its snapshot. */
export type TrialState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'running';
      readonly identity: TrialIdentity;
      readonly slices: number;
      /** Positions of the slices that are done. */
      readonly done: Intervals;
      readonly episodes: number;
    }
  | { readonly status: 'completed' }
  | { readonly status: 'failed' };

type Running = Extract<TrialState, { status: 'running' }>;

const identityOf = ({ trialId, jobId, configurationHash, purpose, arm, round }: TrialSpec): TrialIdentity => ({
  trialId,
  jobId,
  configurationHash,
  purpose,
  arm,
  round,
});

/** True: nothing is left to run, the trial waits for its report. */
export const isTrialRecorded = (state: TrialState): boolean =>
  state.status === 'running' && sizeOf(state.done) === state.slices;

const completeSlice = (
  command: Extract<TrialCommand, { type: 'CompleteSlice' }>,
  state: Running,
): readonly TrialEvent[] => {
  if (covers(state.done, command.position)) return [];
  if (command.position >= state.slices)
    throw new DomainError(
      'out_of_range',
      `trial ${state.identity.trialId} has ${state.slices} slices, none at ${command.position}`,
    );
  const { trialId, jobId } = state.identity;
  const { sliceId, position, spent } = command;
  const slicesDone = sizeOf(state.done) + 1;
  return [
    {
      type: 'SliceCompleted',
      data: {
        trialId,
        jobId,
        sliceId,
        position,
        spent,
        slicesDone,
        slices: state.slices,
        episodesDone: state.episodes + spent.episodes,
      },
    },
  ];
};

const completeTrial = (report: Report, state: Running): readonly TrialEvent[] => {
  if (!isTrialRecorded(state))
    throw new DomainError('failed_precondition', `trial ${state.identity.trialId} has slices that are not done`);
  return [{ type: 'TrialCompleted', data: { ...state.identity, report } }];
};

const onRunning = (command: TrialCommand, state: Running): readonly TrialEvent[] => {
  switch (command.type) {
    case 'StartTrial':
      return [];
    case 'CompleteSlice':
      return completeSlice(command, state);
    case 'CompleteTrial':
      return completeTrial(command.report, state);
    case 'FailTrial':
      return [
        {
          type: 'TrialFailed',
          data: { ...state.identity, code: command.code, reason: command.reason, report: command.report },
        },
      ];
  }
};

const onAbsent = (command: TrialCommand): readonly TrialEvent[] => {
  if (command.type !== 'StartTrial') throw new DomainError('not_found', 'no such trial');
  const { spec, slices, episodes } = command;
  return [{ type: 'TrialStarted', data: { spec, slices, episodes } }];
};

/** One configuration on a run of items: started, counted slice by slice, ended once. */
export const trial: Decider<TrialCommand, TrialEvent, TrialState> = {
  initial: { status: 'absent' },
  decide: (command, state) => {
    switch (state.status) {
      case 'absent':
        return onAbsent(command);
      case 'running':
        return onRunning(command, state);
      case 'completed':
      case 'failed':
        return [];
    }
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'TrialStarted':
        return { status: 'running', identity: identityOf(data.spec), slices: data.slices, done: [], episodes: 0 };
      case 'SliceCompleted':
        return state.status === 'running'
          ? { ...state, done: include(state.done, data.position), episodes: data.episodesDone }
          : state;
      case 'TrialCompleted':
        return { status: 'completed' };
      case 'TrialFailed':
        return { status: 'failed' };
    }
  },
};
