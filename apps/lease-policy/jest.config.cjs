module.exports = { ...require('../../jest.preset.cjs'), displayName: 'lease-policy' };
