import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { FILE_HEAD, FORM_TYPE, formOf, GOOD_FIELDS, MODEL_BYTES, modelForm, sendLargeFile, upload, UPLOAD, type Part } from './forms';
import { post, posted, request } from './requests';
import { ADMIN_KEY, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';
import { ACTIVE_ID, MODEL_ID, models, ModelsStandIn } from './running-models';

const servers = await realServers();
const { blobs } = await standIn(servers, 'models', ModelsStandIn);
/** No process has this number: what one has left behind. */
const abandoned = path.join(tmpdir(), 'ml-uploads', '999999999');
mkdirSync(abandoned, { recursive: true });
const gateway = await runningGateway(servers);

const ML = '/api/v1/ml';
const spool = path.join(tmpdir(), 'ml-uploads', String(process.pid));
const left = (): readonly string[] => (existsSync(spool) ? readdirSync(spool) : []);
const fields: readonly Part[] = Object.entries(GOOD_FIELDS);
const FILE: Part = ['file', MODEL_BYTES, 'model.onnx'];

beforeEach(() => {
  models.registered.length = 0;
  models.asked.length = 0;
  models.inferred.length = 0;
});

describe('an upload', () => {
  it('puts the file into the blob store and hands its name on with the fields', async () => {
    const { status, body } = await upload(gateway, modelForm({ ...GOOD_FIELDS, metadata: '{"schema": 1}' }));
    const blob = `sha256:${createHash('sha256').update(MODEL_BYTES).digest('hex')}`;
    expect([status, body]).toEqual([201, { model_id: MODEL_ID, status: 'verified', upload_path: blob, warnings: [] }]);
    expect(models.registered).toHaveLength(1);
    expect(models.registered[0]).toMatchObject({ ...GOOD_FIELDS, metadata: { schema: 1 }, blob, size_bytes: MODEL_BYTES.length, file_name: 'model.onnx' });
    expect(Buffer.from(await blobs.get(blob)).equals(MODEL_BYTES)).toBe(true);
    expect(left()).toEqual([]);
  });

  it('gives `models` its time from when the file is there', async () => {
    await upload(gateway, modelForm());
    expect(models.registered[0]?.patienceMs).toBeGreaterThan(60_000);
  });

  it('takes fields before and after the file, and metadata sent as a file', async () => {
    const { status, body } = await upload(gateway, formOf([...fields.slice(0, 2), FILE, ...fields.slice(2), ['metadata', Buffer.from('{"a": 1}'), 'metadata.json']]));
    expect(status, JSON.stringify(body)).toBe(201);
    expect(models.registered[0]?.metadata).toEqual({ a: 1 });
  });

  it.each(['C:\\models\\mine.onnx', '/etc/../mine.onnx', 'mine.onnx'])('keeps of the name %s only the last part', async (name) => {
    expect((await upload(gateway, modelForm(GOOD_FIELDS, MODEL_BYTES, name))).status).toBe(201);
    expect(models.registered[0]?.file_name).toBe('mine.onnx');
  });

  it('finds no files of processes that are no more', () => {
    expect(existsSync(abandoned)).toBe(false);
  });

  it('comes through with what the registry refuses', async () => {
    const { status, body } = await upload(gateway, modelForm({ ...GOOD_FIELDS, model_version: 'taken' }));
    expect([status, body['code'], body['details']]).toEqual([409, 'MODEL_EXISTS', { model_id: MODEL_ID }]);
    expect(left()).toEqual([]);
  });
});

describe('a bad upload', () => {
  it.each<[string, readonly Part[], number, string, string]>([
    ['a field that is missing', [...fields.slice(1), FILE], 400, 'MISSING_FIELD', 'model_name'],
    ['a field given twice', [...fields, ['model_name', 'other'], FILE], 400, 'DUPLICATE_FIELD', 'model_name'],
    ['a field that nobody knows', [...fields, ['colour', 'red'], FILE], 400, 'UNKNOWN_FIELD', 'colour'],
    ['a file under another name', [...fields, ['model', MODEL_BYTES, 'model.onnx']], 400, 'UNKNOWN_FIELD', 'model'],
    ['two files', [...fields, FILE, FILE], 400, 'DUPLICATE_FIELD', 'file'],
    ['no file', fields, 400, 'MISSING_FIELD', 'file'],
    ['an empty file', [...fields, ['file', new Uint8Array(), 'model.onnx']], 400, 'BAD_UPLOAD', 'file'],
    ['a day that is none', [...fields.slice(0, 3), ['trained_until_date', '2026-02-30'], FILE], 400, 'BAD_TIME', 'trained_until_date'],
    ['a type that is none', [...fields.filter(([name]) => name !== 'model_type'), ['model_type', 'oracle'], FILE], 400, 'BAD_FIELD', 'model_type'],
    ['a name that is no name', [...fields.slice(1), ['model_name', '../../etc'], FILE], 400, 'BAD_FIELD', 'model_name'],
    ['metadata that is no JSON', [...fields, ['metadata', '{"a": '], FILE], 400, 'BAD_JSON', 'metadata'],
    ['metadata that is a list', [...fields, ['metadata', '[1]'], FILE], 400, 'BAD_FIELD', 'metadata'],
    ['a field that is too long', [...fields.slice(1), ['model_name', 'x'.repeat(2_000)], FILE], 413, 'BODY_TOO_LARGE', 'model_name'],
    ['a .pkl', [...fields, ['file', MODEL_BYTES, 'model.pkl']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
    ['a .joblib', [...fields, ['file', MODEL_BYTES, 'model.joblib']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
    ['a .pt', [...fields, ['file', MODEL_BYTES, 'model.pt']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
    ['an .h5', [...fields, ['file', MODEL_BYTES, 'model.h5']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
    ['a pickle that is called .onnx', [...fields, ['file', Buffer.from([0x80, 4, 0x95, 1, 2, 3]), 'model.onnx']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
    ['a zip that is called .onnx', [...fields, ['file', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(100)]), 'model.onnx']], 415, 'UNSUPPORTED_MODEL_FORMAT', 'file'],
  ])('names %s', async (...[, parts, status, code, at]) => {
    const answer = await upload(gateway, formOf(parts));
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, at]);
    expect(models.registered).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('is told the way from a pickle to ONNX', async () => {
    const { body } = await upload(gateway, formOf([['file', MODEL_BYTES, 'model.pkl']]));
    expect(body['detail']).toMatch(/skl2onnx.*onnxmltools.*npm run train/);
  });

  it.each([
    ['no form', { 'content-type': 'application/json' }, '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form without a boundary', { 'content-type': 'multipart/form-data; charset=utf-8' }, 'x', 400, 'BAD_UPLOAD'],
    ['a form that ends too early', { 'content-type': FORM_TYPE }, `${FILE_HEAD}1234`, 400, 'BAD_UPLOAD'],
    ['a form that is empty', { 'content-type': FORM_TYPE }, '', 400, 'BAD_UPLOAD'],
    ['a form that is none', { 'content-type': FORM_TYPE }, 'hello', 400, 'BAD_UPLOAD'],
    ['a compressed form', { 'content-type': FORM_TYPE, 'content-encoding': 'gzip' }, 'x', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('refuses %s', async (...[, headers, body, status, code]) => {
    const answer = await request(gateway, UPLOAD, { method: 'POST', headers, body });
    expect([answer.status, answer.body['code']], answer.text).toEqual([status, code]);
    expect(left()).toEqual([]);
  });

  it('of 600 MB is refused at once when it says so', async () => {
    const { status, body, sentBytes } = await sendLargeFile(gateway, 600, { announced: true });
    expect([status, body['code'], body['path']]).toEqual([413, 'BODY_TOO_LARGE', 'file']);
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
  });

  it('of a viewer or of a tenant is forbidden', async () => {
    for (const rights of [{ scope: 'viewer' }, { scope: 'platform', tenant: 'acme' }]) {
      const made = await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'k', ...rights }, { key: ADMIN_KEY }));
      const { status, body } = await upload(gateway, modelForm(), { key: made.body['key'] as string });
      expect([status, body['code']]).toEqual([403, 'FORBIDDEN']);
    }
  });
});

describe('uploads that are too large, too many or abandoned', () => {
  it('are counted while they come in, stopped at the limit and leave nothing', async () => {
    const small = await runningGateway(servers, { MAX_MODEL_FILE_SIZE_MB: '3' });
    const { status, body, sentBytes } = await sendLargeFile(small, 600, { announced: false });
    expect([status, body['code'], body['path'], body['details']]).toEqual([413, 'BODY_TOO_LARGE', 'file', { limit_bytes: 3 * 1024 * 1024 }]);
    expect(sentBytes).toBeLessThan(600 * 1024 * 1024);
    expect(left()).toEqual([]);
  });

  it('wait for nobody: two at once are taken, a third is told to come again; an abandoned one gives its place back', async () => {
    const begun = [1, 2].map(() => {
      const outgoing = httpRequest(`${gateway.url}${UPLOAD}`, { method: 'POST', headers: { 'content-type': FORM_TYPE, 'x-api-key': PLATFORM_KEY } });
      outgoing.on('error', () => undefined).write(`${FILE_HEAD}some bytes`);
      return outgoing;
    });
    await expect.poll(left).toHaveLength(2);
    expect((await upload(gateway, modelForm())).body).toMatchObject({ status: 503, code: 'BUSY', retryable: true });
    for (const outgoing of begun) outgoing.destroy();
    await expect.poll(left).toEqual([]);
    await expect.poll(async () => (await upload(gateway, modelForm())).status).toBe(201);
  });
});

describe('a download', () => {
  const bytes = randomBytes(3 * 1024 * 1024);
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  it('streams the file under the tag of its hash, and not again to whoever has it', async () => {
    models.file = { blob: await blobs.put(bytes, 'model'), size_bytes: bytes.length, sha256, file_name: 'größe "1".onnx' };
    const headers = { 'x-api-key': PLATFORM_KEY };
    const response = await fetch(`${gateway.url}${ML}/models/${MODEL_ID}/download`, { headers });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(['content-type', 'content-length', 'etag', 'content-disposition'].map((name) => [name, response.headers.get(name)]))).toEqual({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      etag: `"${sha256}"`,
      'content-disposition': `attachment; filename="gr__e _1_.onnx"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.onnx`,
    });
    const again = await request(gateway, `${ML}/models/${MODEL_ID}/download`, { headers: { 'if-none-match': `"${sha256}"` } });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await request(gateway, `${ML}/models/${MODEL_ID}/download`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  });
});

describe('models', () => {
  it('are listed with their filters and the total in a header', async () => {
    const { status, headers } = await request(gateway, `${ML}/models/list?active=true&model_type=spot_predictor&model_name=a.b&start_date=2026-11-01&end_date=2026-11-21&sort=usage&limit=3&offset=6`);
    expect([status, headers.get('x-total-count')]).toEqual([200, '7']);
    expect(models.asked).toEqual([{ active: true, model_type: 'spot_predictor', model_name: 'a.b', start_date: '2026-11-01', end_date: '2026-11-21', sort: 'usage', limit: 3, offset: 6 }]);
  });

  it.each([
    ['list?active=yes', 'BAD_PARAMETER', 'query.active'],
    ['list?start_date=yesterday', 'BAD_TIME', 'query.start_date'],
    ['list?sort=colour', 'BAD_PARAMETER', 'query.sort'],
    [`${MODEL_ID}/performance?days=366`, 'BAD_PARAMETER', 'query.days'],
    ['1/details', 'BAD_PARAMETER', 'path.model_id'],
  ])('refuse %s', async (what, code, at) => {
    expect((await request(gateway, `${ML}/models/${what}`)).body).toMatchObject({ status: 400, code, path: at });
  });

  it('are activated and compared, a share only with A/B', async () => {
    expect((await post(gateway, `${ML}/models/activate`, { model_id: MODEL_ID, version: '1.0.0' })).status).toBe(200);
    expect((await post(gateway, `${ML}/models/${MODEL_ID}/shadow`, { mode: 'shadow' })).status).toBe(200);
    expect((await post(gateway, `${ML}/models/${MODEL_ID}/shadow`, { mode: 'ab', share: 0.1 })).status).toBe(200);
    expect(models.asked).toEqual([{ model_id: MODEL_ID, version: '1.0.0' }, { model_id: MODEL_ID, mode: 'shadow', share: 0 }, { model_id: MODEL_ID, mode: 'ab', share: 0.1 }]);
    expect((await post(gateway, `${ML}/models/${MODEL_ID}/shadow`, { mode: 'ab' })).body).toMatchObject({ code: 'MISSING_FIELD', path: 'share' });
    expect((await post(gateway, `${ML}/models/${MODEL_ID}/shadow`, { mode: 'off', share: 0.5 })).body).toMatchObject({ code: 'BAD_FIELD', path: 'share' });
  });

  it('are deleted unless they answer', async () => {
    expect((await request(gateway, `${ML}/models/${MODEL_ID}`, { method: 'DELETE' })).body).toMatchObject({ status: 'deleted' });
    expect((await request(gateway, `${ML}/models/${ACTIVE_ID}`, { method: 'DELETE' })).body).toMatchObject({ status: 409, code: 'MODEL_ACTIVE' });
  });
});
