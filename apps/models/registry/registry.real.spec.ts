import { createHash } from 'node:crypto';
import { readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askActivate, askChallenger, askDownload, askModelDetails, askModels, askRegister, type ModelQuery } from '@ml/contracts/models';
import { Database } from '@ml/persistence/database';
import type { Booted } from '@ml/platform/boot-service';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { lineMetadata, lineModel } from '../test/line-model';
import { asGateway, serveModels, stored, upload, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();

describe('the registry', () => {
  let service: ServedModels;
  let gateway: Booted;

  beforeAll(async () => {
    builtServices();
    [service, gateway] = await Promise.all([serveModels(servers), asGateway(servers)]);
  });
  afterAll(async () => {
    await service.close();
    await gateway.close();
  });

  it('takes a model that loads and answers its golden rows, and knows it in detail', async () => {
    const ask = await upload(gateway, { slope: 2 }, { model_name: 'taken', model_version: '1.0' });
    const { model_id, ...answer } = await gateway.bus.ask(askRegister, ask);
    expect(answer).toEqual({ status: 'verified', upload_path: ask.blob, warnings: [] });
    const details = await gateway.bus.ask(askModelDetails, { model_id });
    expect(details).toMatchObject({
      name: 'taken',
      version: '1.0',
      model_type: 'waste_predictor',
      trained_until: '2025-10-31',
      active: false,
      alias: null,
      size_bytes: ask.size_bytes,
      predictions_count: 0,
      uploaded_by: 'spec',
      metadata: lineMetadata({ slope: 2 }),
      performance_metrics: { mae: 0.5, rmse: 0.7 },
      usage_stats: { predictions_count: 0, average_latency_ms: null, last_prediction_at: null },
      versions: [{ model_id, version: '1.0', active: false }],
      replicas: [],
    });
    expect(await gateway.bus.ask(askDownload, { model_id })).toEqual({ blob: ask.blob, size_bytes: ask.size_bytes, sha256: details.sha256, file_name: 'taken-1.0.onnx' });
    expect(ask.blob).toBe(`sha256:${details.sha256}`);
  });

  it('refuses a version twice, also the same file again, and names the one that is there', async () => {
    const ask = await upload(gateway, { slope: 3 }, { model_name: 'twice', model_version: '1' });
    const { model_id } = await gateway.bus.ask(askRegister, ask);
    await expect(gateway.bus.ask(askRegister, ask)).rejects.toMatchObject({ code: 'MODEL_EXISTS', path: 'model_version', details: { model_id } });
    const other = await upload(gateway, { slope: 4 }, { model_name: 'twice', model_version: '1' });
    await expect(gateway.bus.ask(askRegister, other)).rejects.toMatchObject({ code: 'MODEL_EXISTS', details: { model_id } });
    expect([await gateway.blobs.has(ask.blob), await gateway.blobs.has(other.blob)]).toEqual([true, false]);
  });

  it('takes one of two that come at the same time under one version', async () => {
    const asks = await Promise.all([upload(gateway, { slope: 5 }, { model_name: 'race', model_version: '1' }), upload(gateway, { slope: 6 }, { model_name: 'race', model_version: '1' })]);
    const results = await Promise.allSettled(asks.map((ask) => gateway.bus.ask(askRegister, ask)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'MODEL_EXISTS' });
  });

  it('refuses another type under a name', async () => {
    await uploaded(gateway, { slope: 1 }, { model_name: 'typed' });
    await expect(uploaded(gateway, { slope: 1, type: 'anomaly_detector' }, { model_name: 'typed' })).rejects.toMatchObject({ code: 'MODEL_TYPE_MISMATCH', path: 'model_type' });
  });

  it('refuses a file that does not compute what its golden rows say, and forgets it', async () => {
    const ask = await upload(gateway, { slope: 7 }, { metadata: { ...lineMetadata({ slope: 8 }) } });
    await expect(gateway.bus.ask(askRegister, ask)).rejects.toMatchObject({ code: 'BAD_MODEL', details: { reason: 'GOLDEN_ROWS' } });
    expect(await gateway.blobs.has(ask.blob)).toBe(false);
    expect((await gateway.bus.ask(askModels, { limit: 100, offset: 0, model_name: ask.model_name })).total).toBe(0);
  });

  it('keeps the file of a refused upload when another version names it', async () => {
    const first = await upload(gateway, { slope: 9 }, { model_name: 'shared', model_version: '1' });
    await gateway.bus.ask(askRegister, first);
    await expect(gateway.bus.ask(askRegister, { ...first, model_name: 'other', model_type: 'anomaly_detector' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'model_type' });
    expect(await gateway.blobs.has(first.blob)).toBe(true);
  });

  it('takes a model without metadata of ours, keeps what came and says what is missing', async () => {
    const { model_id, warnings } = await uploaded(gateway, { slope: 2 }, { model_name: 'foreign', metadata: { author: 'someone' } });
    expect(warnings.map(({ code }) => code)).toEqual(['METADATA_NOT_UNDERSTOOD', 'NO_GOLDEN_ROWS']);
    const { metadata } = await gateway.bus.ask(askModelDetails, { model_id });
    expect(metadata).toMatchObject({ author: 'someone', inputs: [{ name: 'x', datatype: 'FP32', features: ['f0', 'f1'] }] });
  });

  it('fetches a file anew that was cut short on this machine, or that serves and is gone', async () => {
    const { model_id, upload_path } = await uploaded(gateway, { slope: 13 }, { model_name: 'cut' });
    const file = path.join(service.uploadDir, `${upload_path.replace('sha256:', '')}.onnx`);
    await truncate(file, 50);
    expect(await gateway.bus.ask(askActivate, { model_id })).toMatchObject({ active: { id: model_id } });
    await rm(file);
    // Whatever is asked of the aliases, the replica looks at them and at its files.
    await gateway.bus.ask(askChallenger, { model_id, mode: 'off', share: 0 });
    expect(`sha256:${createHash('sha256').update(await readFile(file)).digest('hex')}`).toBe(upload_path);
  });

  it('refuses a day that no calendar has, here and in the database', async () => {
    await expect(gateway.bus.ask(askModels, { limit: 1, offset: 0, start_date: '0000-01-01' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'start_date' });
    expect((await gateway.bus.ask(askModels, { limit: 1, offset: 0, start_date: '0001-01-01', end_date: '9999-12-31' })).total).toBeGreaterThan(0);
  });

  it('refuses a blob that is not there, or of another size', async () => {
    const ask = await upload(gateway, { slope: 10 });
    await expect(gateway.bus.ask(askRegister, { ...ask, size_bytes: ask.size_bytes + 1 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'size_bytes' });
    const nowhere = `sha256:${'0'.repeat(64)}`;
    await expect(gateway.bus.ask(askRegister, { ...ask, blob: nowhere })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(gateway.bus.ask(askRegister, { ...ask, blob: '../../etc/passwd' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'blob' });
  });

  it('refuses what is larger than may be', async () => {
    const ask = await upload(gateway, { slope: 11 });
    await expect(gateway.bus.ask(askRegister, { ...ask, size_bytes: 600_000_000 })).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', path: 'file' });
  });

  it('refuses what is not ONNX, without a trace', async () => {
    const file = await stored(gateway, lineModel({ slope: 12 }).subarray(0, 60));
    const ask = { ...(await upload(gateway, { slope: 12 })), ...file };
    await expect(gateway.bus.ask(askRegister, ask)).rejects.toMatchObject({ code: 'BAD_MODEL' });
    expect(await gateway.blobs.has(ask.blob)).toBe(false);
  });

  it('answers NOT_FOUND for what was never there', async () => {
    for (const model_id of [uuid(), 'no-id']) await expect(gateway.bus.ask(askModelDetails, { model_id })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'model_id' });
  });

  it('lists by type, name, day and use, page by page', async () => {
    const names = ['list-c', 'list-a', 'list-b'];
    for (const model_name of names) await uploaded(gateway, { slope: 1, type: 'resource_forecaster' }, { model_name, model_type: 'resource_forecaster' });
    const list = (query: Partial<ModelQuery>) => gateway.bus.ask(askModels, { limit: 10, offset: 0, model_type: 'resource_forecaster', ...query });
    const namesOf = async (query: Partial<ModelQuery>) => (await list(query)).rows.map(({ name }) => name);

    expect(await namesOf({})).toEqual(['list-b', 'list-a', 'list-c']);
    expect(await namesOf({ sort: 'name' })).toEqual(['list-a', 'list-b', 'list-c']);
    expect(await list({ sort: 'name', limit: 1, offset: 1 })).toMatchObject({ total: 3, rows: [{ name: 'list-b' }] });
    expect(await namesOf({ model_name: 'list-a' })).toEqual(['list-a']);
    expect(await namesOf({ active: true })).toEqual([]);
    const days = (await list({})).rows.map(({ uploaded_at }) => uploaded_at.slice(0, 10)).sort();
    expect(await namesOf({ start_date: days[0] ?? '', end_date: days[2] ?? '' })).toHaveLength(3);
    expect(await namesOf({ start_date: '2999-12-31' })).toEqual([]);
    expect(await namesOf({ end_date: '2000-01-01' })).toEqual([]);
    await expect(list({ end_date: '2025-02-30' })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'end_date' });

    const ids = (await list({ sort: 'name' })).rows.map(({ model_id }) => model_id);
    const use = "INSERT INTO model_usage (model_id, day, role, predictions, latency_ms_total, last_prediction_at) VALUES ($1, $2, $3, $4, $5, '2026-11-20T10:00:00Z')";
    const uses = [[ids[0], '2026-11-19', 'champion', 3, 30], [ids[0], '2026-11-20', 'direct', 2, 45], [ids[1], '2026-11-20', 'challenger', 7, 7], [ids[2], '2026-11-20', 'shadow', 90, 90]];
    for (const row of uses) await service.get(Database).execute(use, row);
    expect((await list({ sort: 'usage' })).rows.map(({ name, predictions_count }) => [name, predictions_count])).toEqual([['list-b', 7], ['list-a', 5], ['list-c', 0]]);
    const { usage_stats } = await gateway.bus.ask(askModelDetails, { model_id: ids[0] ?? '' });
    expect(usage_stats).toEqual({ predictions_count: 5, average_latency_ms: 15, last_prediction_at: '2026-11-20T10:00:00.000Z' });
  });
});
