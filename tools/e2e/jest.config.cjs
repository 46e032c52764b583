module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'e2e',
  testPathIgnorePatterns: ['/node_modules/', '\\.e2e\\.spec\\.ts$'],
};
