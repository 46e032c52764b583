module.exports = { ...require('../../jest.preset.cjs'), displayName: 'cognitive-stack' };
