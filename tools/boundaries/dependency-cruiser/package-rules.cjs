const { SPEC, PURE, NOT_PURE, OURS } = require('./code-kinds.cjs');

const HARNESS = '^(libs/testing|tools)/';

/** Only some folders know a package; everyone else goes through them. */
const onlyIn = (name, { packages, folders, comment }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^(apps|libs|migrations)/', pathNot: [folders, HARNESS, SPEC] },
  to: { path: `node_modules/(@types/)?(${packages})(/|$)` },
});

const packageRules = [
  {
    name: 'pure-imports-no-package',
    severity: 'error',
    comment: 'Same input, same bytes, on any machine: no package, no framework, nothing of Node.',
    from: { path: PURE, pathNot: NOT_PURE },
    to: { pathNot: OURS },
  },
  {
    name: 'pure-knows-contracts-as-types',
    severity: 'error',
    comment: 'A value of the contracts in pure code is an import of the outside world: `import type`.',
    from: { path: PURE, pathNot: NOT_PURE },
    to: { path: '^libs/contracts/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'persistence-knows-domain-as-types',
    severity: 'error',
    comment: 'A store writes the rows of the domain; what they mean is computed by the service.',
    from: { path: '^libs/persistence/', pathNot: SPEC },
    to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'contracts-know-units-as-types',
    severity: 'error',
    comment: 'Contracts declare; they compute nothing.',
    from: { path: '^libs/contracts/', pathNot: SPEC },
    to: { path: '^libs/units/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'contracts-import-declarations-only',
    severity: 'error',
    comment: 'Contracts may be read by anybody: validation and OpenAPI decorators, nothing that runs.',
    from: { path: '^libs/contracts/', pathNot: SPEC },
    to: { pathNot: [OURS, 'node_modules/(class-validator|class-transformer|reflect-metadata|@nestjs/swagger|@nestjs/common)/'] },
  },
  {
    name: 'no-undeclared-package',
    severity: 'error',
    comment: 'A package that package.json does not name may be gone after the next install.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-dev-package-in-production',
    severity: 'error',
    comment: 'The image is installed without development dependencies.',
    from: { path: '^(apps|libs|migrations)/', pathNot: [SPEC, '^libs/testing/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  },
  onlyIn('nats-only-in-platform', { packages: '@nats-io', folders: '^libs/platform/', comment: 'One bus: ask, publish, watch.' }),
  onlyIn('redis-only-in-platform', { packages: 'redis|@redis', folders: '^libs/platform/', comment: 'One cache that may be down.' }),
  onlyIn('sql-only-in-persistence', {
    packages: 'typeorm|pg|pg-copy-streams',
    folders: '^(libs/persistence|migrations)/',
    comment: 'One place where rows are written and read.',
  }),
  onlyIn('aws-in-few-places', {
    packages: '@aws-sdk|@smithy',
    folders: '^(apps/pricing|apps/collector/costs|libs/platform/blobs)/',
    comment: 'Pricing talks to the price APIs, the collector to Cost Explorer, the blob store to S3; the SDK takes its memory nowhere else.',
  }),
];

module.exports = { packageRules };
