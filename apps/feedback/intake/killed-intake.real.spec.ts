import { afterAll, expect, it } from 'vitest';
import { interruptionReported, type InterruptionReport } from '@ml/contracts/interruptions';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { ownServers } from '@ml/testing/own-servers';
import { onTheBus } from '@ml/testing/serve-module';
import { startBundle } from '@ml/testing/start-bundle';
import { madeUpReport } from './test/made-up-report';

const REPORTS = 600;
const CALLERS = 40;
const WAIT_MS = 4_000;
const SPEC_MS = 120_000;

builtServices();
const servers = await ownServers();
const { bus } = await onTheBus(servers, 'gateway');
const database = new Database({ owner: 'feedback', url: servers.database.urlOf('feedback'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });

afterAll(() => database.close());

/** Sends until the stream has it, as callers do who are told to try again. */
const accept = async (report: InterruptionReport): Promise<void> => {
  for (;;) {
    const stored = await bus.report(interruptionReported, report, { id: report.interruption_id, waitMs: WAIT_MS }).catch(() => undefined);
    if (stored !== undefined) return;
  }
};

const reports = Array.from({ length: REPORTS }, (_, index) =>
  madeUpReport({ customer_id: `cu-${String(index % 50)}`, cluster_id: `c-${String(index)}`, instance_type: `m5.k${String(index % 20)}`, event_id: `e-${String(index)}` }),
);

const kept = async (): Promise<readonly string[]> => (await database.query<{ interruption_id: string }>('SELECT interruption_id FROM interruption_feedback ORDER BY 1')).map(({ interruption_id }) => interruption_id);

it('counts every accepted report once, whoever is killed or restarted while they come', { timeout: SPEC_MS }, async () => {
  const [first, second] = [await startBundle('feedback', servers.envOf('feedback')), await startBundle('feedback', servers.envOf('feedback'))];
  let next = 0;
  let accepted = 0;
  const faults = new Map<number, () => Promise<unknown>>([
    [60, () => first.end('SIGKILL')],
    [150, () => servers.nats.server.restart()],
    [250, () => servers.postgres.restart()],
    [350, () => startBundle('feedback', servers.envOf('feedback'))],
    [400, () => second.end('SIGKILL')],
  ]);
  const done: Promise<unknown>[] = [];
  const caller = async (): Promise<void> => {
    while (next < reports.length) {
      const report = reports[next++];
      if (report !== undefined) await accept(report);
      const fault = faults.get((accepted += 1));
      if (fault !== undefined) done.push(fault());
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await Promise.all(done);
  expect(done).toHaveLength(faults.size);
  const wanted = reports.map(({ interruption_id }) => interruption_id).toSorted();
  await expect.poll(async () => kept().catch(() => []), { timeout: 60_000, interval: 500 }).toEqual(wanted);
  // Twenty pools, each hit by many: what was learned counts each customer's reports once, too.
  const [row] = await database.query<{ reports: number }>('SELECT sum(total_observations)::int AS reports FROM risk_score_adjustments');
  expect(row?.reports).toBe(REPORTS);
});
