import { exitCodes } from '../exit-codes.js';
import { standIn, type Answer, type Received, type StandIn } from '../testing/stand-in-platform.js';
import { gatewayAt, type Gateway } from './gateway.js';

let platform: StandIn;
let answer: (request: Received) => Answer | undefined = () => undefined;
const gateway = (token = 'secret'): Gateway =>
  gatewayAt({ url: platform.url, grpcAddress: '127.0.0.1:1', token, tokenFile: '.ao/admin-token' });

beforeAll(async () => (platform = await standIn((request) => answer(request))));
afterAll(() => platform.close());

it('sends the token and reads JSON', async () => {
  answer = () => ({ json: { items: [1] } });
  await expect(gateway().get('/state/units', { limit: 5, status: undefined })).resolves.toEqual({ items: [1] });
  expect(platform.received.at(-1)).toMatchObject({ path: '/state/units?limit=5', authorization: 'Bearer secret' });
});

it('reads a view page by page, and stops at the limit', async () => {
  answer = ({ path }) => {
    const start = Number(new URL(path, platform.url).searchParams.get('cursor') ?? 0);
    return { json: { items: [start, start + 1], next_cursor: start < 8 ? String(start + 2) : '' } };
  };
  await expect(gateway().all('/state/episodes')).resolves.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await expect(gateway().all('/state/episodes', {}, 3)).resolves.toEqual([0, 1, 2]);
});

it.each([
  [400, 'invalid_argument', exitCodes.failed],
  [409, 'already_exists', exitCodes.failed],
  [503, 'unavailable', exitCodes.unreachable],
  [503, 'deadline_exceeded', exitCodes.timeout],
])('turns %i %s into exit code %i and keeps the problem', async (status, code, exitCode) => {
  answer = () => ({
    status,
    json: {
      title: 'T',
      status,
      code,
      detail: 'why',
      errors: [{ path: 'budget.tokens', message: 'must be less' }],
      corr_id: 'c-1',
    },
  });
  await expect(gateway().post('/actions', {})).rejects.toMatchObject({
    exitCode,
    problem: { code, detail: 'why', errors: [{ path: 'budget.tokens', message: 'must be less' }] },
  });
});

it('says where the token should have come from', async () => {
  answer = () => ({
    status: 401,
    json: { title: 'Unauthorized', status: 401, code: 'unauthenticated', detail: 'who are you?' },
  });
  await expect(gateway('').get('/x')).rejects.toMatchObject({
    exitCode: exitCodes.failed,
    advice: [expect.stringContaining('.ao/admin-token')],
  });
});

it('copes with an answer that is no problem document', async () => {
  answer = () => (response) => void response.writeHead(500).end('<html>oops</html>');
  await expect(gateway().get('/x')).rejects.toMatchObject({
    exitCode: exitCodes.failed,
    problem: { title: 'the platform answered with status 500', detail: '<html>oops</html>' },
  });
});

it('says that nothing answers', async () => {
  const away = gatewayAt({ url: 'http://127.0.0.1:9', grpcAddress: '', token: '', tokenFile: '' });
  await expect(away.get('/x')).rejects.toMatchObject({
    exitCode: exitCodes.unreachable,
    advice: [expect.stringContaining('ao up')],
  });
});
