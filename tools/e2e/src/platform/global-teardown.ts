/** Jest's globalTeardown beside global-setup.ts. */
const globalTeardown = async (): Promise<void> => {
  await globalThis.endSharedPlatform?.();
};

export default globalTeardown;
