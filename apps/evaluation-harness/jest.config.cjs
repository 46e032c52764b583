module.exports = { ...require('../../jest.preset.cjs'), displayName: 'evaluation-harness' };
