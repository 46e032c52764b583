import { startShared } from './shared.js';

declare global {
  var endSharedPlatform: (() => Promise<void>) | undefined;
}

/** Jest's globalSetup of the end-to-end run. */
const globalSetup = async (): Promise<void> => {
  globalThis.endSharedPlatform = await startShared();
};

export default globalSetup;
