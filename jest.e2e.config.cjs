const { patience } = require('./tools/run/patience.cjs');

/** Every end-to-end suite: whole processes over their public ports. They run what `npm run build` made. */
module.exports = {
  ...require('./jest.preset.cjs'),
  displayName: 'e2e',
  // One platform for the suites that need no other.
  globalSetup: '<rootDir>/tools/e2e/shared-platform.cjs',
  globalTeardown: '<rootDir>/tools/e2e/shared-platform-end.cjs',
  testMatch: ['<rootDir>/{apps,tools,examples}/**/*.e2e.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: Math.ceil(600_000 * patience),
};
