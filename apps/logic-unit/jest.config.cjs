module.exports = { ...require('../../jest.preset.cjs'), displayName: 'logic-unit' };
