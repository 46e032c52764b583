module.exports = { ...require('../../../jest.preset.cjs'), displayName: 'wake-loop' };
