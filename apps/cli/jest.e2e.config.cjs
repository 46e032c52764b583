module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'cli',
  testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'],
  testTimeout: 240_000,
};
