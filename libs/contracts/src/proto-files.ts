import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BinaryReader } from '@bufbuild/protobuf/wire';

const descriptorSet = (): string =>
  join(dirname(require.resolve('@ao/contracts/package.json')), 'src/gen/descriptors.binpb');

/**
 * Each proto file as a google.protobuf.FileDescriptorProto, what they import included, as buf compiled them: for gRPC reflection.
 * proto-loader's own descriptors name no imports and no map entries, and clients such as grpcurl refuse them.
 */
export const protoFiles = (): readonly Uint8Array[] => {
  const reader = new BinaryReader(readFileSync(descriptorSet()));
  const files: Uint8Array[] = [];
  // A FileDescriptorSet is nothing but "file", field 1.
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 10) files.push(reader.bytes());
    else reader.skip(tag & 7);
  }
  return files;
};
