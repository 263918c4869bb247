import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { COMMANDS, DEFAULT_EXPORTS, NOT_PURE, PURE, SPECS } from './tools/boundaries/eslint/code-kinds.mjs';
import { housePlugin } from './tools/boundaries/eslint/house-plugin.mjs';
import { layerConstraints } from './tools/boundaries/eslint/layers.mjs';
import { prepareProjectGraph } from './tools/boundaries/eslint/project-graph.mjs';
import { pureImports } from './tools/boundaries/eslint/pure-imports.mjs';
import { purePlugin } from './tools/boundaries/eslint/pure-plugin.mjs';
import { specRules, typedRules, untypedRules } from './tools/boundaries/eslint/rules.mjs';

await prepareProjectGraph();

const CODE = ['**/*.{ts,tsx,mts,cts,mjs,cjs,js}'];
const TYPED = ['**/*.{ts,tsx}'];
const everyRuleOf = (name, plugin) => Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`${name}/${rule}`, 'error']));

const boundaries = {
  depConstraints: layerConstraints,
  // Specs of a library use the test library, which uses the library: a circle of projects, not of files.
  ignoredCircularDependencies: [['testing', '!testing']],
};

export default [
  { ignores: ['**/node_modules/**', 'dist/**', '.local/**', '.nx/**', 'coverage/**', 'tools/boundaries/fixtures/**', '**/*.d.ts'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: CODE,
    plugins: { '@typescript-eslint': tseslint.plugin, house: housePlugin },
    languageOptions: { parser: tseslint.parser, ecmaVersion: 2024, sourceType: 'module' },
    rules: { ...untypedRules, ...everyRuleOf('house', housePlugin) },
  },
  {
    files: TYPED,
    languageOptions: { parserOptions: { projectService: true } },
    rules: typedRules,
  },
  {
    files: TYPED,
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
    },
  },
  {
    // The harness starts the same servers as `npm start`: the one relative way into tools, which dependency-cruiser narrows.
    files: ['libs/testing/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', { ...boundaries, allow: ['^../../apps/engines/[^/]+/engine$', '../../tools/infra/*', '../../tools/local/*', '../../tools/nats/*', '../../tools/test/*'] }] },
  },
  {
    // Packing, sizes and forecasts are measured without the service around them.
    files: ['tools/bench/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', { ...boundaries, allow: ['^../../apps/engines/bin-packing/packing/[^/]+$', '^../../apps/engines/rightsizing/(?:config|look-back|estimate/[^/]+)$', '^../../apps/collector/datasets/[^/]+$', '^../../apps/insight/forecast/augurs$'] }] },
  },
  {
    // What is learned from and what is foretold from have to be the same rows: no service sees both.
    files: ['tools/parity/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', { ...boundaries, allow: ['^../../apps/trainer/(?:data/)?[^/]+$', '^../../apps/trainer/kinds/[^/]+$', '^../../apps/collector/datasets/[^/]+$', '^../../apps/models/(?:forecasts|market)/[^/]+$'] }] },
  },
  {
    // What is learned is judged by what the optimizer makes of it: pools that nobody has seen are its business.
    files: ['tools/simulate/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', { ...boundaries, allow: ['^(?:../)+apps/engines/spot-optimizer/score/[^/]+$'] }] },
  },
  { files: PURE, ignores: NOT_PURE, plugins: { pure: purePlugin }, rules: { ...everyRuleOf('pure', purePlugin), ...pureImports } },
  { files: SPECS, rules: specRules },
  { files: COMMANDS, rules: { 'no-console': 'off' } },
  { files: DEFAULT_EXPORTS, rules: { 'house/no-default-export': 'off' } },
];
