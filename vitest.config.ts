import { defineConfig } from 'vitest/config';

const shared = {
  resolve: { tsconfigPaths: true },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
} as const;

/** What is awaited on a busy machine takes its time: a second, which is what it is unless told, is how long one of its processes may stand still. */
const PATIENT = { poll: { timeout: 20_000 } } as const;

/**
 * Two kinds of specs.
 * `unit`: `*.spec.ts`, no server, no network.
 * `real`: `*.real.spec.ts` and `*.fleet.spec.ts`, against real PostgreSQL, NATS and Redis that the run brings up itself.
 */
export default defineConfig({
  test: {
    // Fault specs mostly wait: a third worker fills the time on two cores.
    maxWorkers: 3,
    reporters: ['default', './tools/test/slowest-reporter.ts'],
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          expect: PATIENT,
          // A property on a busy machine takes its time; what hangs is found all the same.
          testTimeout: 30_000,
          include: ['{apps,libs,tools,migrations}/**/*.spec.ts'],
          exclude: ['**/*.real.spec.ts', '**/*.fleet.spec.ts', '**/node_modules/**', 'dist/**', 'tools/boundaries/fixtures/**'],
          setupFiles: ['tools/test/setup.ts'],
          globalSetup: ['tools/test/property-seed.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'real',
          expect: PATIENT,
          include: ['{apps,libs,tools,migrations}/**/*.{real,fleet}.spec.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          setupFiles: ['tools/test/setup.ts'],
          globalSetup: ['tools/test/property-seed.ts', 'tools/test/real-servers.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
