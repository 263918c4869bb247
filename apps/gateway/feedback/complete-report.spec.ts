import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InterruptionReportDto } from '@ml/contracts/dto/interruption-dto';
import { completeReport } from './complete-report';

const SAID: InterruptionReportDto = { cluster_id: 'c-1', instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' };
const RECEIVED = new Date('2026-11-22T23:59:59.900Z');
const complete = (said: Partial<InterruptionReportDto> = {}, customerId = 'cu-1', receivedAt = RECEIVED) => completeReport({ ...SAID, ...said }, { customerId, receivedAt });

const anyReport = fc.record(
  {
    cluster_id: fc.string({ minLength: 1, maxLength: 8 }),
    instance_type: fc.constantFrom('m5.large', 'c5.xlarge'),
    availability_zone: fc.constantFrom('us-east-1a', 'us-east-1b'),
    region: fc.constant('us-east-1'),
    workload_type: fc.string({ minLength: 1, maxLength: 5 }),
    was_predicted: fc.boolean(),
    nodes: fc.integer({ min: 1, max: 10_000 }),
    event_id: fc.string({ minLength: 1, maxLength: 8 }),
    interruption_timestamp: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((at) => at.toISOString()),
  },
  { requiredKeys: ['cluster_id', 'instance_type', 'availability_zone', 'region'] },
);

describe('a report, completed', () => {
  it('has what the first version leaves out: the time of receipt, its day (0 = Monday) and hour, one node', () => {
    expect(complete()).toMatchObject({ interruption_timestamp: RECEIVED.toISOString(), day_of_week: 6, hour_of_day: 23, nodes: 1, event_id: null, workload_type: null, was_predicted: null });
    expect(complete({ interruption_timestamp: '2026-11-23T01:30:00+02:00' })).toMatchObject({ interruption_timestamp: '2026-11-22T23:30:00.000Z', day_of_week: 6, hour_of_day: 23 });
    expect(complete({ interruption_timestamp: '2026-11-23T00:00:00Z' })).toMatchObject({ day_of_week: 0, hour_of_day: 0 });
    expect(complete({ day_of_week: 2, hour_of_day: 14 })).toMatchObject({ day_of_week: 2, hour_of_day: 14 });
  });

  it('has the same id whenever it comes, in whatever order its fields stand, whether or not they say what is taken for granted', () => {
    fc.assert(
      fc.property(anyReport, fc.nat(500), (said, laterMs) => {
        const backwards = Object.fromEntries(Object.entries(said).reverse()) as unknown as InterruptionReportDto;
        const again = completeReport({ nodes: 1, ...backwards, customer_id: 'cu-1' }, { customerId: 'cu-1', receivedAt: new Date(RECEIVED.getTime() - laterMs) });
        const once = completeReport(said, { customerId: 'cu-1', receivedAt: RECEIVED });
        expect([again.interruption_id, again.dedupe_key, again.body_hash]).toEqual([once.interruption_id, once.dedupe_key, once.body_hash]);
      }),
    );
  });

  it('has another id when anything else is said, or somebody else says it', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (one, other) => {
        const [left, right] = [complete(one), complete(other)];
        fc.pre(JSON.stringify({ ...left, interruption_id: '', body_hash: '', dedupe_key: '' }) !== JSON.stringify({ ...right, interruption_id: '', body_hash: '', dedupe_key: '' }));
        expect(left.interruption_id).not.toBe(right.interruption_id);
      }),
    );
    expect(complete({}, 'cu-2').interruption_id).not.toBe(complete().interruption_id);
  });

  it('is told apart by its event, wherever it happened, else by cluster, type, zone and second', () => {
    expect(complete({ event_id: 'e-1' }).dedupe_key).toBe(complete({ event_id: 'e-1', cluster_id: 'c-2', nodes: 3 }).dedupe_key);
    const at = (interruption_timestamp: string, more: Partial<InterruptionReportDto> = {}) => complete({ interruption_timestamp, ...more }).dedupe_key;
    expect(at('2026-11-20T10:00:00.100Z')).toBe(at('2026-11-20T10:00:00.900Z', { nodes: 2 }));
    expect(at('2026-11-20T10:00:00Z')).not.toBe(at('2026-11-20T10:00:01Z'));
    expect(at('2026-11-20T10:00:00Z')).not.toBe(at('2026-11-20T10:00:00Z', { cluster_id: 'c-2' }));
  });

  it('keeps an event of unknown time the same one when it is sent again later', () => {
    const later = complete({ event_id: 'e-1' }, 'cu-1', new Date('2026-11-23T10:00:00Z'));
    expect(later.interruption_id).toBe(complete({ event_id: 'e-1' }).interruption_id);
  });
});
