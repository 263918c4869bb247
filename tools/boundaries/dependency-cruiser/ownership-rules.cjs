const { SPEC } = require('./code-kinds.cjs');

const rule = (name, comment, { from, to }) => ({ name, severity: 'error', comment, from, to });

/** Who may touch what, beside the layers. They hold for specs too, unless said otherwise. */
const ownershipRules = [
  rule('app-never-imports-app', 'Services meet on the bus, in the contracts, and nowhere else.', {
    from: { path: '^apps/(?!engines/)([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  }),
  rule('engine-never-imports-app', 'An engine is alone: neither another engine nor a service.', {
    from: { path: '^apps/engines/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/engines/$1/' },
  }),
  rule('store-only-by-its-owner', 'Only the service that owns a schema writes it; others ask on the bus.', {
    from: { path: '^apps/(?:engines/)?([^/]+)/' },
    to: { path: '^libs/persistence/stores/', pathNot: '^libs/persistence/stores/$1/' },
  }),
  rule('store-never-imports-store', 'No foreign key, no join and no import crosses an owner.', {
    from: { path: '^libs/persistence/stores/([^/]+)/' },
    to: { path: '^libs/persistence/stores/', pathNot: '^libs/persistence/stores/$1/' },
  }),
  rule('migration-never-imports-owner', 'Each owner may be moved to a database of its own.', {
    from: { path: '^migrations/([^/]+)/', pathNot: SPEC },
    to: { path: '^migrations/[^/]+/', pathNot: '^migrations/($1|shared)/' },
  }),
  rule('migrations-only-from-persistence', 'Services never migrate: the runner or the Job does, once, under a lock.', {
    from: { pathNot: ['^migrations/', '^libs/(persistence|testing)/', '^tools/', SPEC] },
    to: { path: '^migrations/' },
  }),
  rule('insight-keeps-nothing', 'It computes on what it is given: there is no database that it could keep any of it in.', {
    from: { path: '^apps/insight/' },
    to: { path: '^(libs/persistence|migrations)/' },
  }),
  rule('anonymised-where-it-comes-in', 'Raw resources and names are read where they are posted, and nowhere behind that.', {
    from: { path: '^apps/', pathNot: ['^apps/collector/(intake|actions|series|privacy)/', '^apps/insight/waste/', SPEC] },
    to: { path: '^libs/domain/anonymise/', pathNot: '/collected-rows\\.ts$' },
  }),
  rule('hash-keys-only-in-identity', 'Whoever has a key can try identifiers: others ask `Identity`, and only the threads of the intake hash for themselves.', {
    from: { path: '^apps/collector/', pathNot: ['^apps/collector/(identity/|intake/anonymise-thread\\.ts$)', SPEC] },
    to: { path: '^apps/collector/identity/(hash-identifiers|read-hash-keys)\\.ts$' },
  }),
  rule('testing-only-from-specs', 'Builders, fakes and the harness never reach production.', {
    from: { pathNot: ['^libs/testing/', '^tools/', SPEC] },
    to: { path: '^libs/testing/' },
  }),
];

module.exports = { ownershipRules };
