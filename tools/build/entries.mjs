import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Commands and child programs, listed one by one: a bundler finds no file that is only named in a string. */
const LISTED = {
  services: {
    'pricing-import': 'apps/pricing/import.ts',
    'pricing-aws-thread': 'apps/pricing/sources/aws-thread.ts',
    'decisions-snapshot-thread': 'apps/decisions/snapshots/snapshot-thread.ts',
    'insight-thread': 'apps/insight/compute/insight-thread.ts',
    'collector-cost-thread': 'apps/collector/costs/cost-thread.ts',
    'collector-anonymise-thread': 'apps/collector/intake/anonymise-thread.ts',
    'model-host': 'apps/models/hosts/host-main.ts',
    'decisions-sandbox-thread': 'apps/decisions/custom/sandbox-thread.ts',
    'collector-export': 'apps/collector/export.ts',
    'collector-export-thread': 'apps/collector/datasets/export-thread.ts',
    train: 'apps/trainer/train.ts',
    migrate: 'tools/deploy/migrate.ts',
    'make-streams': 'tools/deploy/make-streams.ts',
  },
  tools: {
    start: 'tools/local/start.ts',
    stop: 'tools/local/stop.ts',
    status: 'tools/local/status.ts',
    dev: 'tools/local/dev.ts',
    demo: 'tools/local/demo.ts',
    import: 'tools/local/import.ts',
    export: 'tools/local/export.ts',
    'nats-config': 'tools/nats/write-permissions.ts',
    'new-engine': 'tools/new-engine/main.ts',
    simulate: 'tools/simulate/main.ts',
  },
  bench: {
    bench: 'tools/bench/main.ts',
    'bench-bin-packing': 'tools/bench/bin-packing-child.ts',
    'bench-price-snapshot': 'tools/bench/price-snapshot-child.ts',
    'bench-export': 'tools/bench/export-child.ts',
    'bench-training': 'tools/bench/training/training-child.ts',
    'bench-bare-gateway': 'tools/bench/bare-gateway.ts',
    'bench-bare-service': 'tools/bench/bare-service.ts',
    'bench-echo-service': 'tools/bench/echo-service.ts',
  },
};

const mainFiles = (root, folder) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder))
        .map((name) => [name, path.join(folder, name, 'main.ts')])
        .filter(([, file]) => existsSync(path.join(root, file)))
    : [];

/** Name of the bundle -> source. An engine's main file is also its worker's. */
const found = (root, group) => (group === 'services' ? [...mainFiles(root, 'apps'), ...mainFiles(root, 'apps/engines')] : []);

export const entries = (root, group) =>
  Object.fromEntries(
    [...found(root, group), ...Object.entries(LISTED[group]).filter(([, file]) => existsSync(path.join(root, file)))].map(([name, file]) => [
      name,
      path.join(root, file),
    ]),
  );

/** The group that makes a bundle which is listed by name. */
export const groupOf = (name) => Object.keys(LISTED).find((group) => name in LISTED[group]);
