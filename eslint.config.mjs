import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const only = (sourceTag, onlyDependOnLibsWithTags, more = {}) => ({ sourceTag, onlyDependOnLibsWithTags, ...more });
const noNode = { bannedExternalImports: ['node:*', '@nestjs/*', 'postgres', 'kafkajs', '@grpc/*', 'pino'] };
// Nothing from npm but the property tests' library, which another rule keeps out of everything but specs.
const inTestsOnly = { allowedExternalImports: ['fast-check'] };
/** The tags of every package: the services are those that packages name, so that no list of them stands here. */
const tags = globSync(['apps/*/package.json', 'libs/*/package.json', 'libs/*/*/package.json', 'tools/*/package.json'], {
  cwd: import.meta.dirname,
}).flatMap((file) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')).nx?.tags ?? []);
const scopes = [...new Set(tags)].flatMap((tag) => {
  const [kind, scope] = tag.split(':');
  return kind === 'scope' && !['shared', 'standalone'].includes(scope) ? [scope] : [];
});

/** Who may import whom: docs/architecture.md explains the tags. That testing is for specs alone is another rule's, below. */
export const depConstraints = [
  only('type:kernel', ['type:kernel'], inTestsOnly),
  // Who checks the platform's verdicts shares nothing with it.
  only('type:verifier', [], inTestsOnly),
  only('type:science', ['type:kernel', 'type:science', 'type:testing'], noNode),
  only('type:domain', ['type:kernel', 'type:science', 'type:domain', 'type:testing'], inTestsOnly),
  only('type:specialist', ['type:kernel', 'type:science', 'type:contracts', 'type:specialist', 'type:testing']),
  only('type:contracts', ['type:kernel', 'type:contracts', 'type:testing']),
  only('type:platform', ['type:kernel', 'type:contracts', 'type:platform', 'type:testing']),
  only('type:testing', ['type:kernel', 'type:contracts', 'type:platform', 'type:testing']),
  only('type:app', [
    'type:domain',
    'type:kernel',
    'type:science',
    'type:specialist',
    'type:contracts',
    'type:platform',
    'type:verifier',
    'type:testing',
    'type:app',
  ]),
  ...scopes.map((scope) => only(`scope:${scope}`, [`scope:${scope}`, 'scope:shared'])),
  only('scope:shared', ['scope:shared']),
];

const pureFiles = ['libs/kernel/**/*.ts', 'libs/domain/**/*.ts', 'libs/science/**/*.ts'];
const testLibraries = ['@ao/testing', 'fast-check'].map((name) => ({
  name,
  message: 'Only specs import the testing libraries.',
}));
const pureGlobals = [
  'process',
  'globalThis',
  'global',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'Promise',
  'Atomics',
  'require',
  'module',
  'eval',
  'Function',
].map((name) => ({
  name,
  message: 'The rules are pure: pass it in the command.',
}));
/** Clock and chance, whatever name they are given: `const D = Date`, `Reflect.construct(Date, [])`, `Date()`. */
const aliased = (name, allowed) => ({
  selector: `:not(${allowed.join(', ')}) > Identifier[name="${name}"]`,
  message: 'Time and chance arrive in the command: use it by its own name, with what was given.',
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/gen/**', 'node_modules/**', '.nx/**', 'tmp/**', '**/*.cjs'] },
  ...tseslint.configs.recommended,
  // What must run on any Node, to say which one it needs.
  { files: ['**/bin/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], enforceBuildableLibDependency: false, checkDynamicDependenciesExceptions: ['.*'], depConstraints },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
    },
  },
  {
    // Typed rules, on the one program that type-checks the whole repository.
    files: ['apps/**/src/**/*.ts', 'libs/**/src/**/*.ts', 'tools/**/src/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-array-delete': 'error',
      '@typescript-eslint/no-duplicate-type-constituents': 'error',
      '@typescript-eslint/no-redundant-type-constituents': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    files: pureFiles,
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...pureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives in the command.' },
        aliased('Date', ['NewExpression', 'MemberExpression', 'TSTypeReference', 'TSQualifiedName']),
        aliased('Math', ['MemberExpression', 'VariableDeclarator']),
        { selector: 'NewExpression[callee.name="Date"] > SpreadElement', message: 'Time arrives in the command.' },
        { selector: ':function[async=true]', message: 'Domain code is synchronous: fetch first, decide after.' },
        { selector: 'AwaitExpression, ForOfStatement[await=true]', message: 'Domain code is synchronous.' },
        { selector: 'ImportExpression', message: 'What the rules use is imported at the top, where it can be seen.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts', '**/contract/**/*.ts', '**/*.fixture.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/testing/**', '**/testing/**', '**/contract/**', 'tools/e2e/**'],
    rules: { 'no-restricted-imports': ['error', { paths: testLibraries }] },
  },
  {
    // The bench measures against a consumer written by hand.
    files: ['**/*.ts'],
    ignores: ['libs/platform/event-bus/src/kafka/**', 'tools/bench/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: 'kafkajs', message: 'Only the Kafka adapter knows kafkajs: use EventBus.' }] },
      ],
    },
  },
  {
    // The boundary rule above does not see Node's own modules.
    files: pureFiles,
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [...testLibraries, ...builtinModules],
          patterns: [{ group: ['node:*'], message: 'The rules are pure: pass it in the command.' }],
        },
      ],
    },
  },
);
