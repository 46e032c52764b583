/** Jest's globalTeardown beside shared-platform.cjs. */
module.exports = async () => {
  await globalThis.endSharedPlatform?.();
};
