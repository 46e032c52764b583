require('./tools/run/vm-modules.cjs');
const { patience } = require('./tools/run/patience.cjs');

/** Settings shared by every project's jest.config.cjs. Workspace packages resolve to their sources, so no build is needed. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  // Whole processes run what was built, in a run of their own: jest.e2e.config.cjs.
  testPathIgnorePatterns: ['/node_modules/', '\\.e2e\\.spec\\.ts$'],
  // Ends what hangs; no test is right or wrong by its speed.
  testTimeout: Math.ceil(120_000 * patience),
  transform: {
    '^.+\\.[cm]?tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ['@ao/source', 'node', 'require', 'default'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
