/**
 * Every project in one run: `npx jest` here, or in a project's folder for that project alone. The kinds of specs are told apart by
 * their names: `.spec.ts` needs nothing, `.int.spec.ts` a Postgres (and Kafka where it says so), `.e2e.spec.ts` a build.
 */
const { globSync } = require('node:fs');
const { testTimeout } = require('./jest.preset.cjs');

const configs = globSync(
  ['apps/*', 'libs/*', 'libs/domain/*', 'libs/platform/*', 'tools/*', 'examples'].map(
    (folder) => `${folder}/jest.config.cjs`,
  ),
  { cwd: __dirname },
);

// In a run of many projects Jest reads the limit here alone.
module.exports = { testTimeout, projects: configs.sort().map((config) => `<rootDir>/${config}`) };
