const kafka = '<rootDir>/../../testing/src/kafka';

module.exports = {
  ...require('../../../jest.preset.cjs'),
  displayName: 'event-bus',
  globalSetup: `${kafka}/global-setup.cjs`,
  globalTeardown: `${kafka}/global-teardown.cjs`,
};
