import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');

/** Breaches as a careless change would make them: where, what, and the rule that must say no. */
const breaches: readonly (readonly [file: string, code: string, rule: string])[] = [
  [
    'libs/kernel/src/planted.ts',
    "import { connect } from '@ao/postgres';\nexport const x = connect;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/verifier/src/planted.ts',
    "import { gateStep } from '@ao/science';\nexport const x = gateStep;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/verifier/src/planted.ts',
    "import { canonicalJson } from '@ao/kernel';\nexport const x = canonicalJson;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/verifier/src/planted.ts',
    "import quantile from '@stdlib/stats-base-dists-normal';\nexport const x = quantile;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/science/src/planted.ts',
    "import { verifyArchive } from '@ao/verifier';\nexport const x = verifyArchive;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/domain/lease/src/planted.ts',
    "import * as logic from '@ao/domain-logic';\nexport const x = logic;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/domain/orchestrator/src/planted.ts',
    "import { v7 } from 'uuid';\nexport const x = v7;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'apps/lease-policy/src/planted.ts',
    "import { LogicUnitModule } from '@ao/logic-unit';\nexport const x = LogicUnitModule;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/platform/rpc/src/planted.ts',
    "import { trainingJob } from '@ao/domain-orchestrator';\nexport const x = trainingJob;\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'libs/domain/lease/src/planted.ts',
    "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
    'no-restricted-imports',
  ],
  ['libs/domain/lease/src/planted.ts', 'export const now = (): number => Date.now();\n', 'no-restricted-properties'],
  ...(
    [
      ['no-restricted-properties', 'const { now } = Date;\nexport const x = now;\n'],
      ['no-restricted-properties', "export const x = (): number => Date['now']();\n"],
      ['no-restricted-properties', 'const { random } = Math;\nexport const x = random;\n'],
      ['no-restricted-syntax', 'export const x = (): Date => new Date();\n'],
      ['no-restricted-syntax', 'const D = Date;\nexport const x = (): Date => new D();\n'],
      ['no-restricted-syntax', 'export const x = (): string => Date();\n'],
      ['no-restricted-syntax', 'export const x = (none: []): Date => new Date(...none);\n'],
      ['no-restricted-syntax', 'export const x = (): unknown => Reflect.construct(Date, []);\n'],
      ['no-restricted-syntax', 'export const x = { clock: Date };\n'],
      ['no-restricted-syntax', 'export const x = { chance: Math };\n'],
      ['no-restricted-syntax', 'export async function* x(): AsyncGenerator<number> {\n  yield 1;\n}\n'],
      ['no-restricted-syntax', "export const x = (): unknown => import('node:fs');\n"],
      ['no-restricted-globals', "export const x = (): unknown => require('node:fs');\n"],
      ['no-restricted-globals', 'export const x = globalThis.process;\n'],
      ['no-restricted-globals', 'export const x = process.env;\n'],
      ['no-restricted-globals', 'export const x = (): number => performance.now();\n'],
      ['no-restricted-globals', 'export const x = (): string => crypto.randomUUID();\n'],
      ['no-restricted-globals', 'export const x = (): unknown => new Promise(() => undefined);\n'],
      ['no-restricted-globals', "export const x = (): unknown => new Function('return 1');\n"],
    ] as const
  ).map(([rule, code]) => ['libs/domain/lease/src/planted.ts', code, rule] as const),
  [
    'libs/science/src/planted.ts',
    'export const wait = async (): Promise<void> => undefined;\n',
    'no-restricted-syntax',
  ],
  [
    'apps/gateway/src/planted.ts',
    "import { Kafka } from 'kafkajs';\nexport const x = Kafka;\n",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'apps/gateway/src/planted.ts',
    "import { given } from '@ao/testing';\nexport const x = given;\n",
    'no-restricted-imports',
  ],
  [
    'apps/gateway/src/planted.ts',
    'export const x = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
    'max-params',
  ],
];

// What is planted is no file of the program that typed rules need: those have a test of their own, below.
const script = `
  import { ESLint } from 'eslint';
  import tseslint from 'typescript-eslint';
  const eslint = new ESLint({ cwd: ${JSON.stringify(root)}, overrideConfig: tseslint.configs.disableTypeChecked });
  const found = [];
  for (const [filePath, code] of ${JSON.stringify(breaches)}) {
    const [result] = await eslint.lintText(code, { filePath });
    found.push(result.messages.map(({ ruleId }) => ruleId));
  }
  process.stdout.write(JSON.stringify(found));
`;

/** Nx's rule says nothing at all where no project graph is cached: Nx is asked for something that makes it. */
const lint = (code = script): string[][] => {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false',
    CI: 'true',
    NODE_OPTIONS: '',
    TSESTREE_SINGLE_RUN: 'false',
  };
  spawnSync(join(root, 'node_modules/.bin/nx'), ['show', 'projects'], { cwd: root, env });
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  if (!stdout.trim().startsWith('[')) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
};

it('refuses every planted breach of the import tags, the purity of the rules and the budgets', () => {
  const found = lint();
  const missed = breaches
    .filter(([, , rule], index) => !found[index]?.includes(rule))
    .map(([file, code]) => `${file}: ${code}`);
  expect(missed).toEqual([]);
});

/** Typed rules see planted code in the place of a file that is there. */
const typedBreaches: readonly (readonly [code: string, rule: string])[] = [
  ['const later = async (): Promise<void> => undefined;\nlater();\n', '@typescript-eslint/no-floating-promises'],
  [
    "const later = async (): Promise<void> => undefined;\nprocess.on('exit', later);\n",
    '@typescript-eslint/no-misused-promises',
  ],
  ['export const x = async (): Promise<number> => await 1;\n', '@typescript-eslint/await-thenable'],
  [
    "export const x = (word: 'a' | 'b'): void => {\n  switch (word) {\n    case 'a':\n      return;\n  }\n};\n",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  ['export const x = (word: string): string => word as string;\n', '@typescript-eslint/no-unnecessary-type-assertion'],
];

it('refuses promises that nobody waits for and switches that forget a case', () => {
  const typed = script
    .replace(', overrideConfig: tseslint.configs.disableTypeChecked', '')
    .replace(
      JSON.stringify(breaches),
      JSON.stringify(typedBreaches.map(([code]) => ['tools/bench/src/quantiles.ts', code])),
    );
  const found = lint(typed);
  expect(typedBreaches.filter(([, rule], index) => !found[index]?.includes(rule))).toEqual([]);
}, 300_000);
