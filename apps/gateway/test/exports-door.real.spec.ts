import { createHash } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askCollectionQuality, askExport, askExportFile, askExports, askOrderExport, type CollectionQuality, type ExportFileKey, type ExportFileLocation, type ExportJob, type ExportKey, type OrderExport } from '@ml/contracts/datasets';
import { CollectionQualityDto } from '@ml/contracts/dto/collection-quality-dto';
import { ExportJobDto } from '@ml/contracts/dto/export-dto';
import type { Page, Paged } from '@ml/contracts/pricing';
import { Answers } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';
import { request, type Answer } from './requests';

const BYTES = Buffer.from('bytes of an export, as they lie in the store');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const JOB = exampleOf(ExportJobDto) as unknown as ExportJob;
const ordered: OrderExport[] = [];
let blob = '';

@Controller()
class Exports {
  @Answers(askOrderExport)
  order(@Payload() order: OrderExport): ExportJob {
    ordered.push(order);
    if (order.days === 7) throw new AppError('TOO_MANY_EXPORTS', '2 exports are queued or being made; wait for one of them');
    return { ...JOB, status: order.days === 365 ? 'queued' : 'completed' };
  }

  @Answers(askExport)
  one(@Payload() { export_id }: ExportKey): ExportJob {
    return { ...JOB, export_id };
  }

  @Answers(askExports)
  list(@Payload() { limit }: Page): Paged<ExportJob> {
    return { rows: Array.from({ length: limit }, () => JOB), total: 7 };
  }

  @Answers(askExportFile)
  file(@Payload() { file }: ExportFileKey): ExportFileLocation {
    if (file === 'manifest.json') throw new AppError('NOT_FOUND', 'the export is queued: it has no files', { path: 'export_id' });
    return { blob_id: file.startsWith('withdrawn') ? `sha256:${'0'.repeat(64)}` : blob, name: file === '' ? 'ml_training_data_20261122.csv' : file, size_bytes: BYTES.byteLength, sha256: SHA256, content_type: 'text/csv; charset=utf-8' };
  }

  @Answers(askCollectionQuality)
  quality(): CollectionQuality {
    return exampleOf(CollectionQualityDto) as unknown as CollectionQuality;
  }
}

@Module({ controllers: [Exports] })
class CollectorStandIn {}

const servers = await realServers();
const collector = await standIn(servers, 'collector', CollectorStandIn);
const gateway = await runningGateway(servers);
const ask = (path: string, options: Parameters<typeof request>[2] = {}): Promise<Answer> => request(gateway, path, { ...options, key: ADMIN_KEY });
const FILE = `/api/v1/admin/exports/${JOB.export_id}/download`;

beforeAll(async () => {
  blob = await collector.blobs.put(BYTES, 'export');
});

describe('an export is ordered', () => {
  it('with defaults, or as the query says', async () => {
    expect((await ask('/api/v1/admin/ml-export', { method: 'POST' })).status).toBe(200);
    const later = await ask('/api/v1/admin/ml-export?days=365&output_format=csv&gzip=true&datasets=cost_trends,ml_training_data', { method: 'POST' });
    expect([later.status, later.body['status']]).toEqual([202, 'queued']);
    expect(ordered.splice(0)).toEqual([
      { days: 90, output_format: 'json', gzip: false, datasets: [], requested_by: 'rest' },
      { days: 365, output_format: 'csv', gzip: true, datasets: ['cost_trends', 'ml_training_data'], requested_by: 'rest' },
    ]);
  });

  it.each(['days=0', 'output_format=xlsx', 'datasets=users', 'gzip=maybe'])('not by %s', async (query) => {
    expect(await ask(`/api/v1/admin/ml-export?${query}`, { method: 'POST' })).toMatchObject({ status: 400, body: { code: 'BAD_PARAMETER' } });
    expect(ordered).toEqual([]);
  });

  it('and no answer quotes what was asked for', async () => {
    const asked = ['admin/ml-export?days=4915112345678', 'admin/ml-export?4915112345678=1', 'admin/exports?limit=4915112345678', 'admin/exports/4915112345678', `admin/exports/${JOB.export_id}/download?file=4915112345678`, 'ml/admin/growth?days=4915112345678', 'admin/dead-letters/4915112345678/replay', 'admin/4915112345678'];
    for (const path of asked) {
      const answer = await ask(`/api/v1/${path}`, { method: /ml-export|replay/.test(path) ? 'POST' : 'GET', headers: { 'x-request-id': '4915112345678' } });
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(`${answer.text}${JSON.stringify([...answer.headers])}`, path).not.toContain('4915112345678');
    }
  });

  it('not while two are under way', async () => {
    expect(await ask('/api/v1/admin/ml-export?days=7', { method: 'POST' })).toMatchObject({ status: 409, body: { code: 'TOO_MANY_EXPORTS' } });
  });

  it('by an administrator alone', async () => {
    expect((await request(gateway, '/api/v1/admin/ml-export', { method: 'POST' })).status).toBe(403);
  });
});

describe('exports', () => {
  it('are listed, looked at and judged', async () => {
    const list = await ask('/api/v1/admin/exports?limit=2');
    expect([list.status, list.headers.get('x-total-count'), list.body['length']]).toEqual([200, '7', 2]);
    expect((await ask(`/api/v1/admin/exports/${JOB.export_id}`)).body).toEqual(JOB);
    expect((await ask('/api/v1/ml/admin/quality')).status).toBe(200);
  });

  it('are downloaded file by file, once', async () => {
    const first = await ask(FILE);
    expect([first.status, first.text, first.headers.get('etag'), first.headers.get('content-type'), first.headers.get('content-length')]).toEqual([200, BYTES.toString(), `"${SHA256}"`, 'text/csv; charset=utf-8', String(BYTES.byteLength)]);
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="ml_training_data_20261122.csv"');
    expect((await ask(`${FILE}?file=cost_trends_20261122.csv`)).headers.get('content-disposition')).toContain('cost_trends_20261122.csv');
    expect((await ask(FILE, { headers: { 'if-none-match': `"${SHA256}"` } })).status).toBe(304);
    expect((await ask(`${FILE}?file=manifest.json`)).status).toBe(404);
    expect((await ask(`${FILE}?file=../secrets`)).status).toBe(400);
  });

  it('are not called by a name when there is nothing of them to send', async () => {
    const gone = await ask(`${FILE}?file=withdrawn_20261122.csv`);
    expect([gone.status, gone.body['code'], gone.headers.get('content-type')]).toEqual([404, 'NOT_FOUND', 'application/problem+json; charset=utf-8']);
    expect(['etag', 'content-disposition', 'accept-ranges'].map((name) => gone.headers.get(name))).toEqual([null, null, null]);
  });

  it('go on where a download broke off, while they are the same files', async () => {
    const ranged = (range: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> => ask(FILE, { headers: { range, ...more } });
    const part = await ranged('bytes=9-20', { 'if-range': `"${SHA256}"` });
    expect([part.status, part.text, part.headers.get('content-length'), part.headers.get('content-range')]).toEqual([206, BYTES.subarray(9, 21).toString(), '12', `bytes 9-20/${String(BYTES.byteLength)}`]);
    expect(await ranged('bytes=-5')).toMatchObject({ status: 206, text: 'store' });
    expect(await ranged('bytes=9-', { 'if-range': '"of-before"' })).toMatchObject({ status: 200, text: BYTES.toString() });
    const beyond = await ranged(`bytes=${String(BYTES.byteLength)}-`);
    expect([beyond.status, beyond.body['code'], beyond.body['path'], beyond.headers.get('content-range')]).toEqual([416, 'BAD_RANGE', 'Range', `bytes */${String(BYTES.byteLength)}`]);
    const head = await ask(FILE, { method: 'HEAD', headers: { range: 'bytes=9-20' } });
    expect([head.status, head.headers.get('accept-ranges'), head.headers.get('content-length')]).toEqual([200, 'bytes', String(BYTES.byteLength)]);
  });
});
