import { applyPatch, type Operation } from 'fast-json-patch';
import { taskSetSources, type TaskItem } from '@ao/specialists';
import { act } from './platform/act.js';
import { Api } from './platform/api.js';
import { eventually } from './platform/eventually.js';
import { endedJob, startTraining, type JobRow } from './platform/jobs.js';
import { SharedPlatform } from './platform/shared.js';

interface Episode {
  readonly trial_id: string;
  readonly item_id: string;
  readonly solved: boolean;
}
interface Trial {
  readonly trial_id: string;
  readonly purpose: string;
  readonly arm: string;
}
interface Answer {
  readonly output: { readonly documents: readonly string[] };
  readonly slot_version: number;
}

const platform = new SharedPlatform();
const slot = 'recall/web-features';
let job: JobRow;

const items = async (): Promise<ReadonlyMap<string, TaskItem>> => {
  const found = new Map<string, TaskItem>();
  for await (const item of taskSetSources.find(({ name }) => name === 'web-features')?.items() ?? [])
    found.set(item.id, item);
  return found;
};

/** How many of these items the served specialist answers right, and what it says. */
const ask = async (asked: readonly TaskItem[]): Promise<{ right: number; said: string; version: number }> => {
  const answers = await Promise.all(
    asked.map(({ input }) => act<Answer>(platform.api, 'specialist.answer', { slot, input })),
  );
  const right = answers.filter(
    ({ output }, index) => output.documents[0] === (asked[index]?.target as { documents: string[] }).documents[0],
  ).length;
  return {
    right,
    said: JSON.stringify(answers.map(({ output }) => output.documents[0])),
    version: answers[0]?.slot_version ?? -1,
  };
};

it('trains recall on real data and promotes what is proven better', async () => {
  const jobId = await startTraining(platform.api, {
    mini_agent: 'recall',
    seed: 42,
    budget: { episodes: 5_000 },
    strategy: { candidates: 16 },
    hints: { diversity: 0.6 },
    topics: ['search quality'],
  });
  job = await endedJob(() => platform.api, jobId);
  expect(job).toMatchObject({
    status: 'completed',
    outcome: 'promoted',
    slot,
    hints: { preset: 'balanced', diversity: 0.6 },
  });
});

it('answers better after the promotion, and as before after the revert', async () => {
  const known = await items();
  const trials = await platform.api.all<Trial>(`/state/orchestrator/jobs/${job.job_id}/trials`);
  const incumbents = new Set(
    trials.filter(({ purpose, arm }) => purpose === 'gate' && arm === 'incumbent').map(({ trial_id }) => trial_id),
  );
  const episodes = await platform.api.all<Episode>(`/state/orchestrator/jobs/${job.job_id}/episodes`);
  const missed = episodes.filter(({ trial_id, solved }) => incumbents.has(trial_id) && !solved).slice(0, 12);
  const asked = missed.flatMap(({ item_id }) => known.get(item_id) ?? []);
  expect(asked.length).toBeGreaterThan(5);

  const promoted = await ask(asked);
  expect(promoted).toMatchObject({ version: 1 });
  expect(promoted.right).toBeGreaterThan(0);
  await act(platform.api, 'unit.revert', { unit_id: `unit-${job.job_id}`, reason: 'test' });
  const reverted = await ask(asked);
  expect(reverted).toMatchObject({ right: 0, version: 2 });
  expect(reverted.said).not.toBe(promoted.said);
});

it('leaves a story that can be followed by its corr_id, from the request to the slot', async () => {
  const lines = await new Api(platform.http, platform.token).get<{ text: string }>(
    `/events?corr_id=${job.corr_id}&from_start=true&snapshot=true`,
  );
  const types = [...lines.body.text.matchAll(/^event: (.+)$/gm)].map(([, type]) => type);
  const story = [
    'orchestrator.job.requested',
    'orchestrator.job.waiting',
    'lease.granted',
    'orchestrator.job.started',
    'governor.hints.applied',
    'orchestrator.trial.scheduled',
    'episode.completed',
    'evaluation.trial.completed',
    'budget.committed',
    'promotion.decided',
    'logic.unit.suggested',
    'logic.unit.installed',
    'logic.unit.promoted',
    'logic.slot.changed',
    'orchestrator.job.completed',
    'lease.released',
  ];
  expect(story.filter((type) => !types.includes(type))).toEqual([]);
});

it('streams the facts, and goes on after the last one that was read', async () => {
  const read = async (path: string, lastEventId?: string): Promise<{ id: string; type: string }[]> => {
    const { body } = await platform.api.get<{ text: string }>(
      path,
      lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    );
    return body.text
      .split('\n\n')
      .flatMap((event) =>
        /^event: /m.test(event)
          ? [{ id: /^id: (.+)$/m.exec(event)?.[1] ?? '', type: /^event: (.+)$/m.exec(event)?.[1] ?? '' }]
          : [],
      );
  };
  const all = await read(`/events?corr_id=${job.corr_id}&type=orchestrator.&from_start=true&snapshot=true`);
  expect(all.length).toBeGreaterThan(10);
  expect(all.every(({ type }) => type.startsWith('orchestrator.'))).toBe(true);
  const resumed = await read(`/events?corr_id=${job.corr_id}&type=orchestrator.&snapshot=true`, all[4]?.id);
  expect(resumed).toEqual(all.slice(5));
});

it('streams what changes in /state as JSON Patch', async () => {
  const stream = await fetch(`http://${platform.http}/events?type=state.read.model.patch`, {
    headers: { authorization: `Bearer ${platform.token}` },
  });
  const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  const jobId = await startTraining(platform.api, { mini_agent: 'recall', budget: { episodes: 2_000_000 } });
  let seen = '';
  /** The job's row, put together from the patches alone. */
  const row = (): { status?: string } => {
    const whole = seen.slice(0, seen.lastIndexOf('\n\n'));
    const changes = [...whole.matchAll(/^data: (.+)$/gm)].map(
      ([, data]) => (JSON.parse(data ?? '{}') as { data: { view: string; id: string; patch: Operation[] } }).data,
    );
    return applyPatch<object>(
      {},
      changes.filter(({ view, id }) => view === 'jobs' && id === jobId).flatMap(({ patch }) => patch),
    ).newDocument;
  };
  while (row().status !== 'denied') {
    const { value, done } = await reader.read();
    if (done) break;
    seen += value;
  }
  await reader.cancel();
  expect(row()).toEqual((await platform.api.get(`/state/orchestrator/jobs/${jobId}`)).body);
});

it('shows the job, its lease, unit, decision and governor hints in /state', async () => {
  const decisions = await platform.api.all<{ outcome: string; evidence: { pairs: number } }>(
    `/state/orchestrator/jobs/${job.job_id}/decisions`,
  );
  expect(decisions.at(0)).toMatchObject({ outcome: 'promoted', evidence: { pairs: expect.any(Number) as number } });
  const { body: lease } = await platform.api.get(`/state/leases/${job.lease_id}`);
  expect(lease).toMatchObject({ status: 'released', capability: 'training.run' });
  const { body: unit } = await platform.api.get(`/state/units/unit-${job.job_id}`);
  expect(unit).toMatchObject({ status: 'reverted' });
  const slots = await platform.api.all<{ slot: string }>('/state/slots');
  expect(slots.filter((row) => row.slot === slot)).toHaveLength(1);
  const { body: hints } = await platform.api.get<{ items: object[] }>('/state/governor-hints');
  expect(hints.items.length).toBeGreaterThan(0);
});

it('denies a job whose budget no policy allows, with the policies that decided', async () => {
  const jobId = await startTraining(platform.api, { mini_agent: 'recall', budget: { episodes: 5_000_000 } });
  const denied = await endedJob(() => platform.api, jobId);
  expect(denied).toMatchObject({ status: 'denied', reason: expect.stringMatching(/.+/) as string });
});

it('pauses, resumes and cancels', async () => {
  const jobId = await startTraining(platform.api, { mini_agent: 'mail-guard', seed: 1 });
  const status = async (wanted: string): Promise<unknown> =>
    eventually(`the job ${wanted}`, async () =>
      (await platform.api.get(`/state/orchestrator/jobs/${jobId}`)).body['status'] === wanted ? true : undefined,
    );
  await status('running');
  await act(platform.api, 'training.pause', { job_id: jobId });
  await status('paused');
  await act(platform.api, 'training.resume', { job_id: jobId });
  await status('running');
  await act(platform.api, 'training.cancel', { job_id: jobId, reason: 'enough' });
  await status('cancelled');
  const lease = await eventually('the lease back', async () => {
    const { body } = await platform.api.get(`/state/leases/lease-${jobId}`);
    return body['status'] === 'released' ? body : undefined;
  });
  expect(lease).toMatchObject({ capability: 'training.run' });
});
