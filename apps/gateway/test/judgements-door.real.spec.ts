import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { AnomalyScoresDto } from '@ml/contracts/dto/anomaly-dto';
import { CollectedWasteDto, WasteAnswerDto, WasteRequestDto } from '@ml/contracts/dto/waste-dto';
import { askScoreCollected, askScoreSeries, askWaste, askWasteOfAccount, type JudgedResource, type WasteAnswer, type WasteAsk } from '@ml/contracts/insights';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { openAttachment } from '@ml/platform/bus/open-attachment';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const asked: object[] = [];

@Controller()
class ScoresStandIn {
  @Answers(askScoreSeries)
  series(@Payload() ask: object): object {
    asked.push(ask);
    return exampleOf(AnomalyScoresDto);
  }

  @Answers(askScoreCollected)
  collected(@Payload() ask: object): object {
    asked.push(ask);
    return exampleOf(AnomalyScoresDto);
  }
}

const REFUSED = { code: 'NOT_A_RESOURCE', text: 'a resource is an object; it is left out' };
const judged = (resource: unknown): JudgedResource => {
  const id = (resource as { readonly resource_id?: string } | null)?.resource_id;
  return id === undefined ? { resource_id: null, waste_probability: null, flagged: false, reason: REFUSED } : { resource_id: id, waste_probability: 0.5, flagged: false, reason: null };
};

@Controller()
class WasteStandIn {
  @Answers(askWaste)
  async waste(@Payload() ask: WasteAsk, @Ctx() { attachment }: BusContext): Promise<WasteAnswer> {
    asked.push(ask);
    let list: readonly unknown[];
    try {
      list = JSON.parse(Buffer.from(await openAttachment(attachment)).toString()) as readonly unknown[];
    } catch {
      throw new AppError('BAD_JSON', 'the resources are not valid JSON', { path: 'resources' });
    }
    const resources = list.map(judged);
    const faults = resources.flatMap(({ reason }, at) => (reason === null ? [] : [{ path: `resources[${ask.first + at}]`, ...reason }]));
    return { resources, model: { id: '019a7b1e-8c00-7000-8000-0000000000c1', version: '1.0.0' }, fallback: null, threshold: 0.7, faults, fault_count: faults.length, warnings: [{ code: 'FEATURES_MISSING', text: 'cpu_avg' }] };
  }

  @Answers(askWasteOfAccount)
  collected(@Payload() ask: object): object {
    asked.push(ask);
    return exampleOf(CollectedWasteDto);
  }
}

@Module({ controllers: [ScoresStandIn, WasteStandIn] })
class InsightStandIn {}

const servers = await realServers();
await standIn(servers, 'insight', InsightStandIn);
const gateway = await runningGateway(servers);

const ANOMALIES = '/api/v1/ml/insights/anomalies';
const WASTE = '/api/v1/ml/insights/waste';
const keyOfTenant = async (): Promise<string> => (await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'acme', scope: 'operator', tenant: 'acme' }, { key: ADMIN_KEY }))).body['key'] as string;
const ids = (count: number): readonly { readonly resource_id: string }[] => Array.from({ length: count }, (_, at) => ({ resource_id: `r-${at}` }));

beforeEach(() => {
  asked.length = 0;
});

describe('anomalies', () => {
  const series = { timestamps: ['2026-11-20T10:00:00Z', '2026-11-20T10:05:00Z'], values: [1, null] };

  it('are asked of posted samples, or of a collected series', async () => {
    expect(await post(gateway, ANOMALIES, { series })).toMatchObject({ status: 200, body: exampleOf(AnomalyScoresDto) });
    expect((await request(gateway, `${ANOMALIES}?resource_id=vol-1&metric_name=cpu`)).status).toBe(200);
    expect(asked).toEqual([series, { resource_id: 'vol-1', metric_name: 'cpu' }]);
  });

  it('are told a tenant of what it posts, not of what was collected', async () => {
    const key = await keyOfTenant();
    expect((await request(gateway, ANOMALIES, posted({ series }, { key }))).status).toBe(200);
    expect((await request(gateway, `${ANOMALIES}?resource_id=vol-1&metric_name=cpu`, { key })).status).toBe(403);
  });

  it('take 100,000 samples and no more', async () => {
    const many = (count: number) => ({ series: { timestamps: Array.from({ length: count }, () => '2026-11-20T10:00:00Z'), values: Array.from({ length: count }, () => 0.123_456_789) } });
    expect((await post(gateway, ANOMALIES, many(100_000))).status).toBe(200);
    expect((await post(gateway, ANOMALIES, many(100_001))).body).toMatchObject({ status: 400, code: 'BAD_FIELD' });
  });

  it.each<[string, object | string, string, string]>([
    ['no series', {}, 'MISSING_FIELD', 'series'],
    ['no values', { series: { timestamps: [] } }, 'MISSING_FIELD', 'series.values'],
    ['a text for a value', { series: { ...series, values: [1, '2'] } }, 'BAD_FIELD', 'series.values[1]'],
    ['a number beyond all bounds', '{"series": {"timestamps": ["2026-11-20T10:00:00Z"], "values": [1e999]}}', 'BAD_FIELD', 'series.values[0]'],
    ['a number for a time', { series: { ...series, timestamps: [5, 6] } }, 'BAD_FIELD', 'series.timestamps[0]'],
    ['NaN', '{"series": {"timestamps": ["2026-11-20T10:00:00Z"], "values": [NaN]}}', 'BAD_JSON', 'series'],
  ])('name %s', async (...[, body, code, at]) => {
    expect((await post(gateway, ANOMALIES, body)).body).toMatchObject({ status: 400, code, path: at });
    expect(asked).toEqual([]);
  });
});

describe('waste', () => {
  it('is asked in pieces and answered as a whole, in order', async () => {
    const resources = ids(1_201);
    const answer = await post(gateway, WASTE, { provider: 'azure', observed_at: '2026-11-20T10:30:00Z', resources });
    expect(answer.status).toBe(200);
    expect((answer.body['resources'] as readonly JudgedResource[]).map(({ resource_id }) => resource_id)).toEqual(resources.map(({ resource_id }) => resource_id));
    expect(answer.body).toMatchObject({ model: { version: '1.0.0' }, fallback: null, threshold: 0.7, fault_count: 0, warnings: [{ code: 'FEATURES_MISSING' }] });
    expect(asked).toEqual([0, 500, 1_000].map((first) => ({ provider: 'azure', observed_at: '2026-11-20T10:30:00Z', first })));
  });

  it('is asked of a compressed body, of the example, and of nothing', async () => {
    const body = gzipSync(JSON.stringify({ provider: 'aws', resources: ids(3) }));
    expect((await request(gateway, WASTE, posted(body, { headers: { 'content-encoding': 'gzip' } }))).body['resources']).toHaveLength(3);
    expect((await post(gateway, WASTE, exampleOf(WasteRequestDto))).status).toBe(200);
    expect((await post(gateway, WASTE, { provider: 'aws', resources: [] })).body).toEqual({ ...exampleOf(WasteAnswerDto), resources: [], model: null, fallback: null, faults: [], fault_count: 0, warnings: [], threshold: 0.7 });
  });

  it('says of what is no JSON, no resource or too large that it is, and judges the others', async () => {
    const huge = JSON.stringify({ resource_id: 'huge', config: { note: randomBytes(1_200_000).toString('hex') } });
    const { status, body } = await post(gateway, WASTE, `{"provider": "aws", "resources": [{"resource_id": "a"}, {"cost": NaN}, 5, ${huge}, {"resource_id": "c"}]}`);
    expect(status).toBe(200);
    expect((body['resources'] as readonly JudgedResource[]).map(({ resource_id, reason }) => reason?.code ?? resource_id)).toEqual(['a', 'BAD_JSON', 'NOT_A_RESOURCE', 'RESOURCE_TOO_LARGE', 'c']);
    expect(body['fault_count']).toBe(3);
  });

  it('is told a tenant of what it posts, not of what was collected', async () => {
    const key = await keyOfTenant();
    expect((await request(gateway, WASTE, posted({ provider: 'aws', resources: ids(1) }, { key }))).status).toBe(200);
    expect((await request(gateway, `${WASTE}?account_id=1`, { key })).status).toBe(403);
    const collected = await request(gateway, `${WASTE}?account_id=111122223333&limit=3`);
    expect([collected.body, collected.headers.get('x-total-count')]).toEqual([exampleOf(CollectedWasteDto), '1']);
    expect(asked.at(-1)).toEqual({ account_id: '111122223333', limit: 3, offset: 0 });
  });

  it.each<[string, object | string, number, string, string]>([
    ['no provider', { resources: [] }, 400, 'MISSING_FIELD', 'provider'],
    ['a provider that is none', { provider: 'mars', resources: [] }, 400, 'BAD_FIELD', 'provider'],
    ['no resources', { provider: 'aws' }, 400, 'MISSING_FIELD', 'resources'],
    ['resources that are no list', { provider: 'aws', resources: {} }, 400, 'BAD_FIELD', 'resources'],
    ['more of them than are judged at once', { provider: 'aws', resources: ids(5_001) }, 400, 'BAD_FIELD', 'resources'],
    ['a time that has not come', { provider: 'aws', observed_at: '2999-01-01T00:00:00Z', resources: [] }, 400, 'BAD_TIME', 'observed_at'],
    ['half a body', '{"provider": "aws", "resources": [{"resource_id": "anna.schmidt@example.com"', 400, 'BAD_JSON', ''],
  ])('names %s, and quotes nothing', async (...[, body, status, code, at]) => {
    const answer = await post(gateway, WASTE, body);
    expect(answer.body).toMatchObject({ status, code, ...(at !== '' && { path: at }) });
    expect(answer.text).not.toMatch(/mars|anna/);
  });
});
