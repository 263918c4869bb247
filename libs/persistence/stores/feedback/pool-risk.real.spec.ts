import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interruptionEvents } from '@ml/domain/learning/levels/interruption-events';
import { levelCourse } from '@ml/domain/learning/levels/pool-level';
import { mulberry32 } from '@ml/testing/mulberry32';
import { ownedDatabase } from '@ml/testing/owned-database';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import { storeReports } from './test/report-rows';

const database = (await ownedDatabase('feedback')).connect();
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

interface Said {
  readonly risk_level: string;
  readonly affected_clients_count: number;
  readonly first_interruption_time: Date | null;
  readonly last_interruption_time: Date | null;
}

/** Often exactly a window, or an event, apart. */
const minutes = fc.oneof(fc.integer({ min: 0, max: 12 }).map((step) => step * 12), fc.integer({ min: 0, max: 150 }));
const reports = fc.array(fc.record({ customer_id: fc.constantFrom('a', 'b', 'c', 'd'), ago: minutes }), { maxLength: 12 });

describe('the risk of a pool in SQL', () => {
  it('is what the program says of the same reports, at any instant', async () => {
    let pools = 0;
    await fc.assert(
      fc.asyncProperty(reports, minutes, async (said, ago) => {
        const pool = { instance_type: `m5.${String((pools += 1))}`, availability_zone: 'us-east-1a', region: 'us-east-1' };
        const now = NOW - ago * MINUTE_MS;
        const sightings = said.map((report) => ({ customer_id: report.customer_id, at: NOW - report.ago * MINUTE_MS }));
        await storeReports(database, sightings.map(({ customer_id, at }) => ({ pool, customer_id, at: new Date(at) })));
        const [row] = await database.query<Said>("SELECT * FROM pool_risk_at($1, $2, $3, $4, interval '1 hour')", [pool.instance_type, pool.availability_zone, pool.region, new Date(now)]);
        const inWindow = sightings.filter(({ at }) => at > now - HOUR_MS && at <= now).map(({ at }) => at);
        const { level, customers } = levelCourse(sightings, now, HOUR_MS);
        expect(row).toMatchObject({
          risk_level: level,
          affected_clients_count: customers,
          first_interruption_time: inWindow.length === 0 ? null : new Date(Math.min(...inWindow)),
          last_interruption_time: inWindow.length === 0 ? null : new Date(Math.max(...inWindow)),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('counts the events that the program counts', async () => {
    let pools = 0;
    await fc.assert(
      fc.asyncProperty(reports, fc.constantFrom(null, 'a', 'b'), async (said, customer) => {
        const pool = { instance_type: `c5.${String((pools += 1))}`, availability_zone: 'us-east-1a', region: 'us-east-1' };
        await storeReports(database, said.map(({ customer_id, ago }) => ({ pool, customer_id, at: new Date(NOW - ago * MINUTE_MS) })));
        const [row] = await database.query<{ events: number }>('SELECT count_interruption_events($1, $2, $3, $4, $5) AS events', [pool.instance_type, pool.availability_zone, pool.region, new Date(NOW - HOUR_MS), customer]);
        const inWindow = said.filter(({ customer_id, ago }) => ago < 60 && (customer === null || customer === customer_id)).map(({ ago }) => ({ at: NOW - ago * MINUTE_MS }));
        expect(row?.events).toBe(interruptionEvents(inWindow).length);
      }),
      { numRuns: 150 },
    );
  });

  it('counts bursts, and thousands of events, as the program does', async () => {
    const random = mulberry32(5);
    const seconds = [0, 4_000, 400_000].flatMap((from, part) => Array.from({ length: part === 1 ? 300 : 1_500 }, () => from + Math.floor(random() * (part === 1 ? 2_000 : 380_000))));
    const pool = { instance_type: 'i3.large', availability_zone: 'us-east-1a', region: 'us-east-1' };
    await storeReports(database, seconds.map((ago, index) => ({ pool, customer_id: String(index % 3), at: new Date(NOW - ago * SECOND_MS) })));
    const [row] = await database.query("SELECT count_interruption_events('i3.large', 'us-east-1a', 'us-east-1', '-infinity') AS events");
    expect(row).toEqual({ events: interruptionEvents(seconds.map((ago) => ({ at: NOW - ago * SECOND_MS }))).length });
  });

  it('is shown by the names of the contract: of one pool, and of all that anybody was interrupted in', async () => {
    const pool = { instance_type: 'r5.large', availability_zone: 'eu-west-1a', region: 'eu-west-1' };
    const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);
    await storeReports(database, [
      { pool, customer_id: 'a', at: ago(5) },
      { pool, customer_id: 'b', at: ago(30) },
      { pool, customer_id: 'c', at: ago(31) },
      { pool: { ...pool, instance_type: 'r5.xlarge' }, customer_id: 'a', at: ago(125) },
    ]);
    const [status] = await database.query<Said>("SELECT * FROM get_pool_risk_status('r5.large', 'eu-west-1a', 'eu-west-1')");
    expect(status).toMatchObject({ risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, recent_interruptions: 2 });
    expect(await database.query("SELECT risk_level FROM get_pool_risk_status('r5.large', 'eu-west-1a', 'eu-west-1', 10)")).toEqual([{ risk_level: 'NORMAL' }]);
    const summary = await database.query("SELECT * FROM cross_client_pattern_summary WHERE region = 'eu-west-1'");
    expect(summary).toMatchObject([{ ...pool, risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, interruptions_in_window: 2, last_interruption_time: status?.last_interruption_time }]);
  });
});
