import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cognition, type logic } from '@ao/contracts';
import { localBus, type DeliveredFact } from '@ao/event-bus';
import { connect } from '@ao/event-store';
import { createLogger } from '@ao/observability';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { freePort, reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { testPostgres, until, type TestPostgres } from '@ao/testing';
import { v7 as uuid } from 'uuid';
import { CognitiveStackModule, cognitiveStackServices } from './index.js';
import { receipts } from './outcome/receipts.js';
import { startNeighbours, type Neighbours, type Play } from './testing/neighbours.js';

const tokens = { admin: 'admin-token-0123456789', viewer: 'viewer-token-0123456789', service: 'service-token-0123456789' };
const host = '127.0.0.1';
const facts: DeliveredFact[] = [];
type Client = RpcClient<cognition.SpecialistServiceClient>;
const logDir = mkdtempSync(join(tmpdir(), 'ao-cognitive-stack-'));
const log = join(logDir, 'log');
let postgres: TestPostgres;
let neighbours: Neighbours;
let peer: string;
let application: Application;
let runtime: ServiceRuntime;
let viewer: Client;

const start = async (serviceToken = tokens.service): Promise<{ runtime: ServiceRuntime; application: Application; client: Client }> => {
  const port = await freePort(host);
  const address = `${host}:${port}`;
  const sql = connect({ url: postgres.url, applicationName: 'cognitive-stack' });
  const peers = { orchestrator: peer, evaluation: peer, lease: peer, logic: peer, state: peer, cognition: address };
  const logger = createLogger({ service: 'cognitive-stack', level: 'warn', file: log });
  const started: ServiceRuntime = { name: 'cognitive-stack', sql, bus: localBus({ sql }), logger, peers, serviceToken, access: tokens };
  const running = await startApplication({ runtime: started, modules: [CognitiveStackModule.register(started)], services: cognitiveStackServices, host, httpPort: 0, grpcPort: port });
  return { runtime: started, application: running, client: rpcClient(cognition.SpecialistServiceClient, address, { token: tokens.viewer }) };
};

beforeAll(async () => {
  postgres = await testPostgres();
  const port = await freePort(host);
  peer = `${host}:${port}`;
  neighbours = await startNeighbours(port);
  for (const [id, where] of [['echo', 'builtin'], ['plays', peer], ['helps', peer], ['gone', `${host}:${await freePort(host)}`]] as const) neighbours.agents.set(id, where);
  neighbours.taskSets.add('qa');
  ({ runtime, application, client: viewer } = await start());
  await reaction({ runtime, group: 'reader', topics: ['ao.cognition.outcome.v1'], handle: async (_fact, delivered) => void facts.push(delivered) });
});
afterAll(async () => {
  viewer?.close();
  await application?.stop();
  neighbours?.stop();
  await postgres?.stop();
  rmSync(logDir, { recursive: true, force: true });
});
beforeEach(() => {
  neighbours.slots.clear();
  neighbours.episodes.length = 0;
});

const slot = 'plays/qa';
const hash = (letter: string): string => letter.repeat(64);
const ask = (more: Partial<cognition.AnswerRequest> = {}, play: Play = { output: 'yes', confidence: 0.8 }): Promise<cognition.AnswerResponse> =>
  viewer.answer({ slot, input: play, key: '', label: '', ...more });
const inForce = (more: Partial<logic.GetSlotResponse> = {}): void =>
  void neighbours.slots.set(slot, { configuration: { level: 2 }, configurationHash: hash('b'), version: 4, unitId: 'u1', ...more });
const canary = (share: number, more: Partial<logic.Canary> = {}): logic.Canary => ({ unitId: 'u2', configuration: { level: 3 }, configurationHash: hash('c'), calibration: undefined, share, ...more });
/** Halves log odds: .8 becomes .667. */
const calibration = (more: Partial<logic.Abstention> | null = null): logic.VersionCalibration => ({
  method: 'temperature',
  parameters: { t: 2 },
  fitted: { labels: 500 },
  ...(more === null ? {} : { abstention: { threshold: 0.7, targetRisk: 0.1, confidence: 0.95, coverage: 0.5, action: 'abstain', escalateTo: '', ...more } }),
});
const tempered = (raw: number): number => 1 / (1 + Math.sqrt((1 - raw) / raw));
const levels = (): unknown[] => neighbours.episodes.map(({ configuration }) => configuration?.['level']);

describe('an answer', () => {
  it('is given by the defaults where nothing is in force, and says so', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ output: 'yes', confidence: 0.8, rawConfidence: 0.8, slotVersion: 0, configurationHash: '', unitId: '', label: 'production', decision: 'answered', escalatedTo: '' });
    expect(answer.answerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(answer.receipt.length).toBeLessThanOrEqual(1024);
    expect(levels()).toEqual([1]);
  });

  it('is given by what is in force', async () => {
    inForce();
    expect(await ask()).toMatchObject({ slotVersion: 4, configurationHash: hash('b'), unitId: 'u1', label: 'production' });
    expect(levels()).toEqual([2]);
  });

  it('is given by a built-in agent too', async () => {
    neighbours.slots.set('echo/qa', { configuration: { confidence: 0.8 }, configurationHash: hash('e'), version: 1, unitId: 'u5', calibration: calibration() });
    const answer = await ask({ slot: 'echo/qa', input: { text: 'back' } });
    expect(answer).toMatchObject({ output: { text: 'back' }, rawConfidence: 0.8, unitId: 'u5' });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
  });

  it.each<[string, Partial<cognition.AnswerRequest>, string, string[]]>([
    ['a slot that is none', { slot: 'plays' }, 'invalid_argument', ['slot']],
    ['a key that is too long', { key: 'k'.repeat(201) }, 'invalid_argument', ['key']],
    ['a label that is none', { label: 'previous' }, 'invalid_argument', ['label']],
    ['a candidate that there is not', { label: 'candidate' }, 'failed_precondition', ['label']],
    ['an unknown agent', { slot: 'nobody/qa' }, 'not_found', ['slot']],
    ['an unknown task set', { slot: 'plays/none' }, 'not_found', []],
    ['an agent that is away', { slot: 'gone/qa' }, 'unavailable', []],
  ])('is refused for %s', async (_, request, code, paths) => {
    const error = await ask(request).catch((refusal: unknown) => refusal as { code: string; violations: { path: string }[] });
    expect(error).toMatchObject({ code, violations: paths.map((path) => ({ path })) });
  });

  it.each([1.5, -0.1, Number.NaN])('is refused with a confidence of %s', async (confidence) => {
    await expect(ask({}, { output: 'yes', confidence })).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining(`a confidence of ${confidence}`) });
  });
});

describe('a canary', () => {
  it('takes its share, keeps to its keys, and leaves the rest to production', async () => {
    inForce({ canary: canary(0.3) });
    const keys = Array.from({ length: 100 }, (_, index) => `user-${index}`);
    const labels = async (): Promise<string[]> => (await Promise.all(keys.map((key) => ask({ key })))).map(({ label }) => label);
    const first = await labels();
    expect(await labels()).toEqual(first);
    const taken = first.filter((label) => label === 'candidate').length;
    expect(Math.abs(taken - 30)).toBeLessThan(4 * Math.sqrt(100 * 0.3 * 0.7));
    expect(levels().filter((level) => level === 3)).toHaveLength(2 * taken);
  });

  it('is drawn anew for each answer without a key', async () => {
    inForce({ canary: canary(0.5) });
    const labels = (await Promise.all(Array.from({ length: 60 }, () => ask()))).map(({ label }) => label);
    expect(new Set(labels)).toEqual(new Set(['production', 'candidate']));
  });

  it('answers who asks for it, though its share is 0, and nobody else', async () => {
    inForce({ canary: canary(0) });
    expect(await ask({ label: 'candidate' })).toMatchObject({ label: 'candidate', unitId: 'u2', configurationHash: hash('c'), slotVersion: 4 });
    expect(await ask({ label: 'production', key: 'a' })).toMatchObject({ label: 'production', unitId: 'u1' });
    expect((await Promise.all(Array.from({ length: 20 }, () => ask()))).every(({ label }) => label === 'production')).toBe(true);
  });

  it('is calibrated by its own version', async () => {
    inForce({ canary: canary(0, { calibration: calibration() }) });
    expect((await ask({ label: 'candidate' })).confidence).toBeCloseTo(tempered(0.8), 9);
    expect((await ask()).confidence).toBe(0.8);
  });
});

describe('a version that abstains', () => {
  it('withholds what is under its threshold and shows both confidences', async () => {
    inForce({ calibration: calibration({}) });
    const answer = await ask();
    expect(answer).toMatchObject({ decision: 'abstained', output: undefined, rawConfidence: 0.8, escalatedTo: '' });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
    expect(await ask({}, { output: 'yes', confidence: 0.95 })).toMatchObject({ decision: 'answered', output: 'yes' });
  });

  it('withholds an answer without a confidence, which no threshold holds for', async () => {
    inForce({ calibration: calibration({}) });
    expect(await ask({}, { output: 'yes' })).toMatchObject({ decision: 'abstained', output: undefined, confidence: undefined, rawConfidence: undefined });
  });

  it('passes on that the agent declines', async () => {
    expect(await ask({}, { output: 'no comment', refused: true, confidence: 0.9 })).toMatchObject({ decision: 'abstained', output: undefined });
  });

  it('lets another slot answer, with that one\'s configuration, calibration and confidence', async () => {
    inForce({ calibration: calibration({ action: 'escalate', escalateTo: 'helps/qa' }) });
    neighbours.slots.set('helps/qa', { configuration: { level: 9 }, configurationHash: hash('d'), version: 2, unitId: 'u9', calibration: calibration(), canary: canary(0.5, { configuration: { level: 10 } }) });
    const answer = await ask({}, { output: 'yes', confidence: 0.8, tokensIn: 3, tokensOut: 1 });
    expect(answer).toMatchObject({ decision: 'escalated', output: 'yes', escalatedTo: 'helps/qa', unitId: 'u1', configurationHash: hash('b'), slotVersion: 4, label: 'production', tokensIn: 6, tokensOut: 2 });
    expect(answer.confidence).toBeCloseTo(tempered(0.8), 9);
    expect(levels()).toEqual([2, 9]);
  });

  it('withholds where the other slot abstains, escalates on, or cannot answer', async () => {
    neighbours.slots.set('helps/qa', { calibration: calibration({}) });
    for (const [escalateTo, asked] of [['helps/qa', 2], [slot, 1], ['nonsense', 1], ['', 1], ['nobody/qa', 1], ['helps/none', 1], ['gone/qa', 1]] as const) {
      neighbours.episodes.length = 0;
      inForce({ calibration: calibration({ action: 'escalate', escalateTo }) });
      expect(await ask()).toMatchObject({ decision: 'abstained', output: undefined, escalatedTo: '', rawConfidence: 0.8 });
      expect(neighbours.episodes).toHaveLength(asked);
    }
    // Where the other slot would have to be mended, the log says so.
    for (const escalateTo of ['nonsense', 'nobody/qa', 'helps/none', 'gone/qa']) await until(() => readFileSync(log, 'utf8').includes(`"escalateTo":"${escalateTo}"`));
    inForce({ calibration: calibration({ action: 'escalate', escalateTo: 'helps/qa' }) });
    neighbours.slots.set('helps/qa', { calibration: calibration({ action: 'escalate', escalateTo: slot }) });
    neighbours.episodes.length = 0;
    expect(await ask()).toMatchObject({ decision: 'abstained' });
    expect(neighbours.episodes).toHaveLength(2);
  });

  it('refuses to serve a calibration that it does not know', async () => {
    inForce({ calibration: { ...calibration(), method: 'astrology' } });
    await expect(ask()).rejects.toMatchObject({ code: 'failed_precondition' });
  });
});

const factsOf = async (answerId: string): Promise<readonly cognition.OutcomeReported[]> => {
  const found = (): readonly cognition.OutcomeReported[] => facts.map(({ value }) => cognition.OutcomeReported.decode(value)).filter((fact) => fact.answerId === answerId);
  await until(() => found().length > 0);
  return found();
};

describe('an outcome', () => {
  it('is published with all that the answer was', async () => {
    inForce({ canary: canary(0.5, { calibration: calibration() }) });
    const { receipt, answerId, confidence } = await ask({ label: 'candidate' });
    expect(await viewer.reportOutcome({ receipt, solved: true }, { corrId: 'story-7' })).toEqual({ answerId });
    expect(await factsOf(answerId)).toEqual([{ answerId, slot, label: 'candidate', unitId: 'u2', configurationHash: hash('c'), slotVersion: 4, confidence, solved: true, decision: 'answered', byLabel: true }]);
    expect(facts.at(-1)).toMatchObject({ type: 'modular.outcome.reported', key: slot, corrId: 'story-7', causationId: answerId, source: '/cognitive-stack', subject: 'user:viewer' });
  });

  it('counts once, however often and at however many processes it is reported', async () => {
    const other = await start();
    const { receipt, answerId } = await ask();
    const reports = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? viewer : other.client).reportOutcome({ receipt, solved: false }));
    expect(new Set((await Promise.all(reports)).map((report) => report.answerId))).toEqual(new Set([answerId]));
    await expect(viewer.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({ code: 'already_exists' });
    await expect(other.client.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({ code: 'already_exists' });
    const next = await ask();
    await viewer.reportOutcome({ receipt: next.receipt, solved: true });
    await factsOf(next.answerId);
    expect(await factsOf(answerId)).toHaveLength(1);
    other.client.close();
    await other.application.stop();
  });

  it('is one of the answers that contradict each other, where two race', async () => {
    const { receipt, answerId } = await ask();
    const outcomes = await Promise.allSettled([true, false].map((solved) => viewer.reportOutcome({ receipt, solved })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await factsOf(answerId)).toMatchObject([{ solved: outcomes[0]?.status === 'fulfilled' }]);
  });

  it('of what was withheld can only be wrong', async () => {
    inForce({ calibration: calibration({}) });
    const { receipt, answerId } = await ask();
    await expect(viewer.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({ code: 'invalid_argument', violations: [{ path: 'solved' }] });
    await viewer.reportOutcome({ receipt, solved: false });
    expect(await factsOf(answerId)).toMatchObject([{ decision: 'abstained', solved: false }]);
  });

  it('needs the receipt of an answer, unchanged, of this platform', async () => {
    const { receipt } = await ask();
    const stranger = await start('another-token-0123456789');
    for (const wrong of ['', 'v1', `${receipt}x`, receipt.slice(0, -2), `${receipt.slice(0, 10)}${receipt[10] === 'A' ? 'B' : 'A'}${receipt.slice(11)}`, 'x'.repeat(100_000)])
      await expect(viewer.reportOutcome({ receipt: wrong, solved: true })).rejects.toMatchObject({ code: 'invalid_argument', violations: [{ path: 'receipt' }] });
    await expect(stranger.client.reportOutcome({ receipt, solved: true })).rejects.toMatchObject({ code: 'invalid_argument', violations: [{ path: 'receipt' }] });
    stranger.client.close();
    await stranger.application.stop();
  });

  it('can be reported of a thousand answers at once', async () => {
    const { write } = receipts(tokens.service);
    const answers = Array.from({ length: 1000 }, () => ({ answerId: uuid(), slot, label: 'production', unitId: 'u1', configurationHash: hash('b'), slotVersion: 4, confidence: 0.5, decision: 'answered', byLabel: false }) as const);
    await Promise.all(answers.map((answer, index) => viewer.reportOutcome({ receipt: write(answer), solved: index % 3 === 0 }, { deadlineMs: 20_000 })));
    const ids = new Set<string>(answers.map(({ answerId }) => answerId));
    const arrived = (): readonly cognition.OutcomeReported[] => facts.map(({ value }) => cognition.OutcomeReported.decode(value)).filter(({ answerId }) => ids.has(answerId));
    await until(() => arrived().length >= 1000);
    expect(arrived().filter(({ solved }) => solved)).toHaveLength(334);
  });
});

it('needs a token', async () => {
  const stranger = rpcClient(cognition.SpecialistServiceClient, runtime.peers.cognition, { token: 'nobody-0123456789' });
  await expect(stranger.reportOutcome({ receipt: '', solved: true })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(stranger.answer({ slot, input: null, key: '', label: '' })).rejects.toMatchObject({ code: 'unauthenticated' });
  stranger.close();
});
