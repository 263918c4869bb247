const { layerRules } = require('./tools/boundaries/dependency-cruiser/layer-rules.cjs');
const { ownershipRules } = require('./tools/boundaries/dependency-cruiser/ownership-rules.cjs');
const { packageRules } = require('./tools/boundaries/dependency-cruiser/package-rules.cjs');
const { shapeRules } = require('./tools/boundaries/dependency-cruiser/shape-rules.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...shapeRules, ...layerRules, ...ownershipRules, ...packageRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^tools/boundaries/fixtures/|^dist/|^\\.local/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count: a circle of types is still a circle, and a layer is a layer.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
