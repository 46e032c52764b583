// Lets a thread run the TypeScript sources, as Jest does: only where the platform itself runs from its sources. It is not built.
const { existsSync } = require('node:fs');
const Module = require('node:module');
const { transformFileSync } = require('@swc/core');

const options = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'commonjs', ignoreDynamic: true },
  sourceMaps: 'inline',
};

Module._extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const relative = request.startsWith('.') && request.endsWith('.js') && parent?.filename?.endsWith('.ts');
  const source =
    relative &&
    require('node:path').resolve(require('node:path').dirname(parent.filename), request.replace(/js$/, 'ts'));
  return source && existsSync(source) ? source : resolve(request, parent, ...rest);
};

require('./agent-thread.main.ts');
