import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cognition, type logic } from '@ao/contracts';
import { localBus, type DeliveredFact } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { rpcClient, type RpcClient } from '@ao/rpc';
import { freePort, peersAt, reaction, startApplication, type Application, type ServiceRuntime } from '@ao/service';
import { cognitiveStack } from '../index.js';
import { startNeighbours, type Neighbours, type Play } from './neighbours.js';

/** Tokens of the port. */
export const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  application: 'application-token-0123456789',
  service: 'service-token-0123456789',
};
/** The slot that is asked. */
export const slot = 'plays/qa';
const host = '127.0.0.1';

type Client = RpcClient<cognition.SpecialistServiceClient>;

/** One process of the service. */
export interface Instance {
  readonly runtime: ServiceRuntime;
  readonly application: Application;
  readonly client: Client;
}

/** The service on a real Postgres, its neighbours' ports, and what it published; for the tests of one file. */
export interface Serving {
  readonly neighbours: Neighbours;
  readonly caller: Client;
  readonly runtime: ServiceRuntime;
  readonly facts: readonly DeliveredFact[];
  /** The service's log file. */
  readonly log: string;
  start(serviceToken?: string): Promise<Instance>;
  ask(more?: Partial<cognition.AnswerRequest>, play?: Play): Promise<cognition.AnswerResponse>;
  inForce(more?: Partial<logic.GetSlotResponse>): void;
  canary(share: number, more?: Partial<logic.Canary>): logic.Canary;
  calibration(more?: Partial<logic.Abstention> | null): logic.VersionCalibration;
  hash(letter: string): string;
}

const hash = (letter: string): string => letter.repeat(64);

const canary: Serving['canary'] = (share, more = {}) => ({
  unitId: 'u2',
  configuration: { level: 3 },
  configurationHash: hash('c'),
  calibration: undefined,
  share,
  ...more,
});

/** Halves log odds: .8 becomes .667. */
const calibration: Serving['calibration'] = (more = null) => ({
  method: 'temperature',
  parameters: { t: 2 },
  fitted: { labels: 500 },
  ...(more === null
    ? {}
    : {
        abstention: {
          threshold: 0.7,
          targetRisk: 0.1,
          confidence: 0.95,
          coverage: 0.5,
          action: 'abstain',
          escalateTo: '',
          ...more,
        },
      }),
});

/** A PostgreSQL for tests. */
interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

interface Surroundings {
  readonly postgres: Postgres;
  readonly peer: string;
  readonly log: string;
}

const startInstance = async ({ postgres, peer, log }: Surroundings, serviceToken: string): Promise<Instance> => {
  const port = await freePort(host);
  const address = `${host}:${port}`;
  const sql = connect({ url: postgres.url, applicationName: 'cognitive-stack' });
  const peers = peersAt(peer, { 'cognitive-stack': address });
  const logger = createLogger({ service: 'cognitive-stack', level: 'warn', file: log });
  const runtime: ServiceRuntime = {
    name: 'cognitive-stack',
    sql,
    bus: localBus({ sql }),
    logger,
    peers,
    serviceToken,
    access: tokens,
  };
  const application = await startApplication({
    runtime,
    services: [cognitiveStack.on(runtime)],
    host,
    httpPort: 0,
    grpcPort: port,
  });
  return {
    runtime,
    application,
    client: rpcClient(cognition.SpecialistServiceClient, address, { token: tokens.application }),
  };
};

const startedNeighbours = async (port: number): Promise<Neighbours> => {
  const neighbours = await startNeighbours(port);
  const peer = `${host}:${port}`;
  for (const [id, where] of [
    ['echo', 'builtin'],
    ['plays', peer],
    ['helps', peer],
    ['gone', `${host}:${await freePort(host)}`],
  ] as const)
    neighbours.agents.set(id, where);
  neighbours.taskSets.add('qa');
  return neighbours;
};

/** What runs while the tests of a file do. */
class Running {
  readonly folder = mkdtempSync(join(tmpdir(), 'ao-cognitive-stack-'));
  readonly log = join(this.folder, 'log');
  readonly facts: DeliveredFact[] = [];
  around!: Surroundings;
  neighbours!: Neighbours;
  first!: Instance;

  async start(postgres: () => Promise<Postgres>): Promise<void> {
    const port = await freePort(host);
    this.around = { postgres: await postgres(), peer: `${host}:${port}`, log: this.log };
    this.neighbours = await startedNeighbours(port);
    this.first = await startInstance(this.around, tokens.service);
    await reaction({
      runtime: this.first.runtime,
      group: 'reader',
      topics: ['ao.cognition.outcome.v1'],
      handle: async (_fact, delivered) => void this.facts.push(delivered),
    });
  }

  async stop(): Promise<void> {
    this.first?.client.close();
    await this.first?.application.stop();
    this.neighbours?.stop();
    await this.around?.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  clear(): void {
    this.neighbours.slots.clear();
    this.neighbours.episodes.length = 0;
  }
}

/** Starts it before the tests of the file that calls, clears the slots before each, and stops it after them. `postgres` starts a PostgreSQL. */
export const serving = (postgres: () => Promise<Postgres>): Serving => {
  const running = new Running();
  beforeAll(() => running.start(postgres));
  afterAll(() => running.stop());
  beforeEach(() => running.clear());
  return {
    get neighbours() {
      return running.neighbours;
    },
    get caller() {
      return running.first.client;
    },
    get runtime() {
      return running.first.runtime;
    },
    facts: running.facts,
    log: running.log,
    start: (serviceToken = tokens.service) => startInstance(running.around, serviceToken),
    ask: (more = {}, play = { output: 'yes', confidence: 0.8 }) =>
      running.first.client.answer({ slot, input: play, key: '', label: '', ...more }),
    inForce: (more = {}) =>
      void running.neighbours.slots.set(slot, {
        configuration: { level: 2 },
        configurationHash: hash('b'),
        version: 4,
        unitId: 'u1',
        ...more,
      }),
    canary,
    calibration,
    hash,
  };
};
