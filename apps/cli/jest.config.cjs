module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'cli',
  testPathIgnorePatterns: ['/node_modules/', '\\.e2e\\.spec\\.ts$'],
};
