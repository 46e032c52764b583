import { dirname, join } from 'node:path';

/** Where the .proto files stand: gRPC reflection reads them. */
export const protoDirectory = join(dirname(require.resolve('@ao/contracts/package.json')), '../../proto');
