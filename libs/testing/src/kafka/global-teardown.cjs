/** Jest's globalTeardown beside global-setup.cjs. */
module.exports = async () => {
  await globalThis.aoTestKafka?.kill();
};
