import { Server, ServerCredentials, status, type ServiceError } from '@grpc/grpc-js';
import { orchestrator } from '@ao/contracts';
import { localBus } from '@ao/event-bus';
import { connect } from '@ao/postgres';
import { createLogger } from '@ao/observability';
import { peersAt, startApplication, type Application } from '@ao/service';
import { testPostgres, type TestPostgres } from '@ao/postgres/testing';
import { gateway } from '../index.js';

const tokens = {
  admin: 'admin-token-0123456789',
  viewer: 'viewer-token-0123456789',
  service: 'service-token-0123456789',
};
const pieces = Array.from({ length: 40 }, (_, at) => Buffer.alloc(64 * 1024, at));

/** What the orchestrator says of these jobs. */
const jobs: Readonly<Record<string, { readonly code: status; readonly details: string; readonly after: number }>> = {
  absent: { code: status.NOT_FOUND, details: 'there is no training job absent', after: 0 },
  running: {
    code: status.FAILED_PRECONDITION,
    details: 'the job has not ended: its evidence is not complete',
    after: 0,
  },
  torn: { code: status.INTERNAL, details: 'the disk is gone', after: 3 },
};

let peer: Server;
let postgres: TestPostgres;
let application: Application;

const servePeer = (server: Server): Promise<number> => {
  const { exportJob } = orchestrator.TrainingServiceService;
  server.addService(
    { exportJob },
    {
      exportJob: (call: {
        request: orchestrator.ExportJobRequest;
        write(piece: orchestrator.ExportJobResponse): void;
        end(): void;
        emit(event: 'error', error: ServiceError): void;
      }) => {
        const trouble = jobs[call.request.jobId];
        for (const chunk of pieces.slice(0, trouble?.after)) call.write({ chunk });
        if (trouble === undefined) return call.end();
        call.emit('error', Object.assign(new Error(trouble.details), trouble) as unknown as ServiceError);
      },
    },
  );
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
};

beforeAll(async () => {
  peer = new Server();
  postgres = await testPostgres();
  const address = `127.0.0.1:${await servePeer(peer)}`;
  const sql = connect({ url: postgres.url, applicationName: 'gateway' });
  const peers = peersAt(address);
  const runtime = {
    name: 'gateway',
    sql,
    bus: localBus({ sql }),
    logger: createLogger({ service: 'gateway', level: 'silent' }),
    peers,
    serviceToken: tokens.service,
    access: tokens,
  };
  application = await startApplication({
    runtime,
    services: [gateway.on(runtime)],
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: 0,
  });
});
afterAll(async () => {
  await application?.stop();
  peer?.forceShutdown();
  await postgres?.stop();
});

const evidence = (jobId: string, token = tokens.viewer): Promise<Response> =>
  fetch(`http://${application.http}/state/orchestrator/jobs/${jobId}/evidence`, {
    headers: { authorization: `Bearer ${token}` },
  });

it("streams a job's archive as one file", async () => {
  const response = await evidence('job-1');
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
    200,
    'application/gzip',
    'attachment; filename="evidence-job-1.jsonl.gz"',
  ]);
  expect(response.headers.get('corr-id')).toMatch(/.+/u);
  expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), Buffer.concat(pieces))).toBe(0);
});

it.each([
  ['absent', 404, 'not_found'],
  ['running', 409, 'failed_precondition'],
])('says in a problem document that the archive of a job that is %s cannot be had', async (jobId, expected, code) => {
  const response = await evidence(jobId);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    expected,
    expect.stringContaining('application/problem+json'),
  ]);
  expect(await response.json()).toMatchObject({ code, detail: jobs[jobId]?.details });
});

it('breaks off where the archive cannot be finished, so that nobody takes it for whole', async () => {
  const response = await evidence('torn');
  expect(response.status).toBe(200);
  await expect(response.arrayBuffer()).rejects.toThrow();
});

it('is for those with a token', async () => {
  expect((await evidence('job-1', 'nobody')).status).toBe(401);
});
