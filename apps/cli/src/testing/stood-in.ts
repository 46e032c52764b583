import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, type Ran } from './run-cli.js';
import { standIn, type Answer, type Received, type StandIn } from './stand-in-platform.js';

/** `ao` against a stand-in of the platform, for the tests of one file. */
export interface StoodIn {
  /** What the platform answers; set anew by each test. Undefined: 404. */
  answer: (request: Received) => Answer | undefined;
  readonly platform: StandIn;
  /** A folder that goes when the file is done. */
  readonly folder: string;
  readonly ao: (...args: string[]) => Promise<Ran>;
}

/** A page of rows, the last. */
export const page = (items: readonly object[]): Answer => ({ json: { items, next_cursor: '' } });

/** Starts it before the tests of the file that calls, and stops it after them. */
export const stoodIn = (): StoodIn => {
  const folder = mkdtempSync(join(tmpdir(), 'ao-cli-'));
  let platform: StandIn | undefined;
  const started = (): StandIn => {
    if (platform === undefined) throw new TypeError('the platform stands in from the first test on');
    return platform;
  };
  const here: StoodIn = {
    answer: () => undefined,
    folder,
    get platform() {
      return started();
    },
    ao: (...args) =>
      runCli(args, { AO_URL: started().url, AO_GRPC_ADDRESS: '127.0.0.1:9', AO_TOKEN: 'secret', AO_DATA_DIR: folder }),
  };
  beforeAll(async () => void (platform = await standIn((request) => here.answer(request))));
  beforeEach(() => void (here.answer = () => undefined));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await platform?.close();
  });
  return here;
};
