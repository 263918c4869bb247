import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { ActionDto } from '@ml/contracts/dto/collection-action-dto';
import { ScanHead, ScanRequestDto } from '@ml/contracts/dto/collection-scan-dto';
import { SeriesDto } from '@ml/contracts/dto/collection-series-dto';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { collector, CollectorStandIn, forgetCollected } from './collection-stand-in';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const COLLECTION = '/api/v1/ml/collection';
const SCANS = `${COLLECTION}/scans`;
const AT_ONCE = 4;
const ALICE = 'alice.smith@example.org';

const servers = await realServers();
await standIn(servers, 'collector', CollectorStandIn);
const gateway = await runningGateway(servers);

const head = exampleOf(ScanHead);
const scanOf = (resources: readonly unknown[]): Record<string, unknown> => ({ ...head, resources });
const many = (count: number, more: (at: number) => object = () => ({})): readonly object[] => Array.from({ length: count }, (_, at) => ({ resource_id: `r-${at}`, ...more(at) }));
const keptIds = (): readonly unknown[] =>
  collector.kept.toSorted((a, b) => a.piece.first - b.piece.first).flatMap(({ resources }) => resources.map((resource) => (resource as { resource_id?: unknown } | null)?.resource_id ?? null));

beforeEach(forgetCollected);

describe('a scan', () => {
  it('is opened, kept in pieces of at most 500 resources, a few at once, and closed', async () => {
    // The first are answered when as many have come as may come at once.
    collector.keep = async () => {
      while (collector.kept.length === 0 && collector.atOnce.now < AT_ONCE) await setTimeout(5);
    };
    const answer = await post(gateway, SCANS, scanOf(many(6_001)));
    expect([answer.status, answer.body]).toEqual([202, { scan_id: 'scan-1', accepted: true, collected: true, reason: null, duplicate: false, resources: 6_001, refused: 0, fault_count: 0, faults: [] }]);
    expect(collector.opened).toEqual([head]);
    expect(keptIds()).toEqual(many(6_001).map(({ resource_id }: { resource_id?: string }) => resource_id));
    expect(collector.kept.map(({ piece }) => piece.count).toSorted((a, b) => a - b)).toEqual([1, ...Array.from({ length: 12 }, () => 500)]);
    expect(collector.kept[0]?.piece).toMatchObject({ upload_id: 'upload', header: head });
    expect(collector.closed[0]?.pieces.map(({ first }) => first)).toEqual(Array.from({ length: 13 }, (_, at) => at * 500));
    expect(collector.atOnce.most).toBe(AT_ONCE);
  });

  it('is cut alike whether it comes plain or compressed, and whatever stands around its resources', async () => {
    const text = JSON.stringify(scanOf(many(1_200, () => ({ tags: { note: 'x'.repeat(5_000) } }))));
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed()));
    const bodies: readonly [Uint8Array | string, Record<string, string>][] = [[text, {}], [gzipSync(text), { 'content-encoding': 'gzip' }], [zstdCompressSync(reversed), { 'content-encoding': 'zstd' }]];
    const cuts = [];
    for (const [body, headers] of bodies) {
      forgetCollected();
      expect((await request(gateway, SCANS, posted(body, { headers }))).status).toBe(202);
      cuts.push(collector.kept.map(({ piece: { first, count }, bytes }) => `${first} ${count} ${bytes}`).toSorted());
    }
    expect(cuts[1]).toEqual(cuts[0]);
    expect(cuts[2]).toEqual(cuts[0]);
  });

  it('loses only the resource that is no JSON, that is no resource, or that fits into no message', async () => {
    const huge = JSON.stringify({ resource_id: 'huge', config: { note: randomBytes(1_200_000).toString('hex') } });
    const listed = `[{"resource_id":"a","cost_monthly":NaN},{"resource_id":"b"},5,${huge},{"resource_id":"c"}]`;
    const { status, body } = await post(gateway, SCANS, JSON.stringify({ ...head }).replace(/\}$/, `,"resources":${listed}}`));
    expect([status, body['resources'], body['refused']]).toEqual([202, 2, 3]);
    expect((body['faults'] as readonly { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`)).toEqual(['resources[0] BAD_JSON', 'resources[2] NOT_A_RESOURCE', 'resources[3] RESOURCE_TOO_LARGE']);
    expect(keptIds()).toEqual([null, 'b', null, null, 'c']);
  });

  it('takes a resource with 10,000 tags', async () => {
    const tags = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key-${at}`, `value-${at}`]));
    expect(await post(gateway, SCANS, scanOf([{ resource_id: 'r', tags }]))).toMatchObject({ status: 202, body: { resources: 1 } });
  });

  it('is not even opened when what is before its resources is wrong, or they are no list', async () => {
    for (const [body, code] of [[JSON.stringify(head), 'MISSING_FIELD'], [JSON.stringify({ ...head, resources: {} }), 'BAD_FIELD'], [JSON.stringify({ ...head, provider: 1, resources: many(2_000) }), 'BAD_FIELD']] as const) {
      expect(await post(gateway, SCANS, body), code).toMatchObject({ status: 400, body: { code } });
    }
    expect(await request(gateway, SCANS, posted(gzipSync(Buffer.alloc(300_000_000, '[')), { headers: { 'content-encoding': 'gzip' } }))).toMatchObject({ status: expect.toSatisfy((status: number) => status === 400 || status === 413) as number });
    expect([collector.opened.length, collector.kept.length]).toEqual([0, 0]);
  });

  it('is asked for again where asking again can help', async () => {
    let failures = 3;
    collector.keep = () => (failures-- > 0 ? Promise.reject(new AppError('BUSY', 'at its limit')) : Promise.resolve());
    expect(await post(gateway, SCANS, scanOf(many(1_500)))).toMatchObject({ status: 202, body: { resources: 1_500 } });
    collector.keep = () => Promise.reject(new AppError('NOT_FOUND', 'the upload is gone'));
    expect(await post(gateway, SCANS, scanOf(many(3)))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('is not kept on when the caller goes away', async () => {
    const gone = new AbortController();
    collector.keep = () => {
      gone.abort();
      return setTimeout(50);
    };
    await expect(fetch(`${gateway.url}${SCANS}`, { method: 'POST', signal: gone.signal, headers: { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' }, body: JSON.stringify(scanOf(many(20_000))) })).rejects.toThrow();
    await expect.poll(() => collector.atOnce.now).toBe(0);
    const { length } = collector.kept;
    expect(length).toBeLessThan(20);
    expect(collector.closed).toEqual([]);
  });

  it('of somebody who objected is not kept, and the caller is told why', async () => {
    collector.open = () => ({ upload_id: null, reason: { code: 'OBJECTED', text: 'the user objected' } });
    expect(await post(gateway, SCANS, { ...scanOf(many(3)), scan_id: 'objected' })).toMatchObject({ status: 202, body: { accepted: true, collected: false, reason: { code: 'OBJECTED' }, resources: 0 } });
    expect(collector.kept.filter(({ piece }) => piece.header.scan_id === 'objected')).toEqual([]);
    expect(collector.closed).toEqual([]);
  });

  it.each([
    ['an unknown provider', { provider: ALICE }, 'BAD_FIELD provider'],
    ['a time without a zone', { completed_at: '2026-11-20T10:30:00' }, 'BAD_TIME completed_at'],
    ['a time that is still to come', { completed_at: '2126-01-01T00:00:00Z' }, 'BAD_TIME completed_at'],
    ['a time that no database has', { completed_at: '0000-01-01T00:00:00+01:00' }, 'BAD_TIME completed_at'],
    ['an id that is too long', { scan_id: 'x'.repeat(513) }, 'BAD_FIELD scan_id'],
    ['an amount that is text', { total_spend: ALICE }, 'BAD_FIELD total_spend'],
    ['a field that is not known', { [ALICE]: 1 }, 'UNKNOWN_FIELD body[6]'],
  ])('with %s is refused, and nothing of it is repeated', async (_, more, expected) => {
    const { status, body, text } = await post(gateway, SCANS, { ...head, ...more, resources: [] });
    expect([status, `${String(body['code'])} ${String(body['path'])}`]).toEqual([400, expected]);
    expect(text).not.toContain('alice');
    expect(collector.opened).toEqual([]);
  });

  it('may be empty: nothing was found', async () => {
    expect(await post(gateway, SCANS, scanOf([]))).toMatchObject({ status: 202, body: { resources: 0 } });
    expect(collector.closed[0]?.pieces).toEqual([]);
  });

  it('is taken from keys of the platform only', async () => {
    const tenant = await request(gateway, '/api/v1/admin/api-keys', posted({ name: 't', scope: 'platform', tenant: 'acme' }, { key: ADMIN_KEY }));
    expect(await request(gateway, SCANS, posted(exampleOf(ScanRequestDto), { key: tenant.body['key'] as string }))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('an action and a series', () => {
  const action = exampleOf(ActionDto);
  const series = exampleOf(SeriesDto);

  it('are passed on as they came', async () => {
    expect(await post(gateway, `${COLLECTION}/actions`, action)).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    expect(await post(gateway, `${COLLECTION}/metrics`, series)).toMatchObject({ status: 200, body: { outcome: 'recorded', samples: 3 } });
    expect([collector.actions, collector.series]).toEqual([[action], [series]]);
  });

  it('with values that are no numbers lose those and name them', async () => {
    const { body } = await post(gateway, `${COLLECTION}/metrics`, { ...series, values: ['NaN', null, 1.5] });
    expect(body['faults']).toEqual([{ path: 'values[0]', code: 'NOT_A_NUMBER', text: expect.any(String) as string }]);
    expect(collector.series[0]?.values).toEqual([null, null, 1.5]);
    expect(await post(gateway, `${COLLECTION}/metrics`, JSON.stringify(series).replace('0.2', 'NaN'))).toMatchObject({ status: 400, body: { code: 'BAD_JSON' } });
  });

  it.each([
    ['metrics', { timestamps: [], values: [] }, 'BAD_FIELD timestamps'],
    ['metrics', { values: [1] }, 'BAD_FIELD values'],
    ['metrics', { timestamps: ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00+01:00', '2026-11-20T10:00:00Z'] }, 'BAD_FIELD timestamps[1]'],
    ['metrics', { timestamps: ['2026-11-20T09:00:00Z', ALICE, '2026-11-20T10:00:00Z'] }, 'BAD_TIME timestamps[1]'],
    ['metrics', { timestamps: ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z', '2126-11-20T10:00:00Z'] }, 'BAD_TIME timestamps[2]'],
    ['actions', { action: ALICE }, 'BAD_FIELD action'],
    ['actions', { action_at: '2126-11-20T10:00:00Z' }, 'BAD_TIME action_at'],
    ['actions', { [ALICE]: 1 }, 'UNKNOWN_FIELD body[6]'],
  ])('to %s with %j are refused by place', async (where, more, expected) => {
    const { status, body, text } = await post(gateway, `${COLLECTION}/${where}`, { ...(where === 'metrics' ? series : action), ...more });
    expect([status, `${String(body['code'])} ${String(body['path'])}`.replace(/body\[\d+\]/, 'body[6]')]).toEqual([400, expected]);
    expect(text).not.toContain('alice');
  });
});

describe('an id that the caller chose for the request', () => {
  it('is neither passed on nor given back', async () => {
    const traceId = '11112222333311112222333311112222';
    const headers = { 'x-request-id': ALICE, traceparent: `00-${traceId}-1111222233331111-01` };
    const answers = [await request(gateway, SCANS, posted(scanOf([]), { headers })), await request(gateway, `${SCANS}/${ALICE}`, { headers }), await request(gateway, `${COLLECTION}/${ALICE}`, { headers }), await request(gateway, `/api/v1/ml/%63ollection/scans/${ALICE}`, { headers })];
    expect(answers.map(({ status }) => status)).toEqual([202, 404, 404, 404]);
    for (const { headers: answered, text } of answers) {
      expect(answered.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
      expect(text).not.toContain('alice');
    }
    expect(collector.traces).toEqual([expect.not.stringMatching(traceId) as string]);
    expect(collector.calls[0]?.requestId).toBe(answers[0]?.headers.get('x-request-id'));
  });
});
