import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { ScanHead } from '@ml/contracts/dto/collection-scan-dto';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { collector, CollectorStandIn, forgetCollected } from './collection-stand-in';
import { post, posted, request, type Answer } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const SCANS = '/api/v1/ml/collection/scans';
const GZIP = { 'content-encoding': 'gzip' };

const servers = await realServers();
await standIn(servers, 'collector', CollectorStandIn);
const gateway = await runningGateway(servers);

const head = exampleOf(ScanHead);
const many = (count: number): readonly object[] => Array.from({ length: count }, (_, at) => ({ resource_id: `r-${at}`, tags: { note: 'x'.repeat(600) } }));
/** Four pieces; more than is looked at in one turn. */
const LIST = JSON.stringify(many(2_000));
/** What follows the list is the caller's. */
const begun = `${JSON.stringify(head).slice(0, -1)},"resources":${LIST}`;
const without = (field: keyof ScanHead): string => JSON.stringify(Object.fromEntries(Object.entries(head).filter(([key]) => key !== field))).slice(0, -1);

const send = (text: string): Promise<Answer> => post(gateway, SCANS, text);
const faultOf = ({ status, body }: Answer): unknown => [status, body['code'], body['path']];
/** Of everything that was opened; the caller does not wait for that. */
const nothingLeft = async (uploads: number): Promise<void> => {
  await expect.poll(() => collector.dropped.length).toBe(uploads);
  expect(collector.closed).toEqual([]);
};

beforeEach(forgetCollected);

describe('a scan whose header is before its resources', () => {
  it('is sent once', async () => {
    const { status, body } = await send(`${begun}}`);
    expect([status, body['resources'], collector.opened.length, collector.kept.length, collector.closed.length]).toEqual([202, 2_000, 1, 4, 1]);
    expect(collector.dropped).toEqual([]);
  });

  it.each([
    ['ends half-way', begun.slice(0, -20_000), [400, 'BAD_JSON', 'body']],
    ['ends before its last brace', begun, [400, 'BAD_JSON', 'body']],
    ['is followed by something', `${begun}} 1`, [400, 'BAD_JSON', 'body']],
    ['has brackets that do not match', `${begun.slice(0, -1)}}}`, [400, 'BAD_JSON', 'resources']],
    ['repeats a field of the header', `${begun},"user_id":"u"}`, [400, 'DUPLICATE_FIELD', 'user_id']],
    ['repeats the resources', `${begun},"resources":[]}`, [400, 'DUPLICATE_FIELD', 'resources']],
    ['has a field that nobody knows', `${begun},"more":1}`, [400, 'UNKNOWN_FIELD', 'body[6]']],
    ['has a field of the header that is wrong', `${without('total_spend')},"resources":${LIST},"total_spend":"much"}`, [400, 'BAD_FIELD', 'total_spend']],
    ['has a field that cannot be parsed', `${without('total_spend')},"resources":${LIST},"total_spend":1x}`, [400, 'BAD_JSON', 'total_spend']],
    ['has a field that is far too large', `${without('total_spend')},"resources":${LIST},"total_spend":"${'x'.repeat(300_000)}"}`, [413, 'BODY_TOO_LARGE', 'total_spend']],
  ])('and whose body %s behind them is refused for that, and nothing of it stays', async (_, text, expected) => {
    expect(faultOf(await send(text))).toEqual(expected);
    await nothingLeft(1);
    expect([collector.opened.length, collector.kept.length > 0]).toEqual([1, true]);
  });

  it('and that cannot be inflated to its end is refused for that, and nothing of it stays', async () => {
    const body = gzipSync(`${begun}}`).subarray(0, -9);
    expect(faultOf(await request(gateway, SCANS, posted(body, { headers: GZIP })))).toEqual([400, 'BAD_ENCODING', 'body']);
    await nothingLeft(1);
  });

  it('is refused for what is wrong with its body before what else went wrong is told', async () => {
    collector.open = () => {
      throw new AppError('NOT_FOUND', 'nobody there');
    };
    expect(faultOf(await send(begun))).toEqual([400, 'BAD_JSON', 'body']);
    expect((await send(`${begun}}`)).status).toBe(404);
    forgetCollected();
    collector.keep = () => Promise.reject(new AppError('NOT_FOUND', 'the upload is gone'));
    expect(faultOf(await send(`${begun},"more":1}`))).toEqual([400, 'UNKNOWN_FIELD', 'body[6]']);
    await nothingLeft(1);
    expect((await send(`${begun}}`)).status).toBe(404);
    await nothingLeft(2);
  });

  it('and whose list is none is refused for fields behind it first', async () => {
    const broken = begun.replace(/,\{/, ',,{');
    expect(faultOf(await send(`${broken},"more":1}`))).toEqual([400, 'UNKNOWN_FIELD', 'body[6]']);
    expect(faultOf(await send(`${broken}}`))).toEqual([400, 'BAD_JSON', 'resources[1]']);
    await nothingLeft(2);
  });

  it('of somebody who objected is read to its end all the same', async () => {
    collector.open = () => ({ upload_id: null, reason: { code: 'OBJECTED', text: 'the user objected' } });
    expect(faultOf(await send(`${begun},"more":1}`))).toEqual([400, 'UNKNOWN_FIELD', 'body[6]']);
    expect(await send(`${begun}}`)).toMatchObject({ status: 202, body: { collected: false, reason: { code: 'OBJECTED' } } });
    // As ever: a list that is none is not looked at.
    expect(await send(`${begun.replace(/,\{/, ',,{')}}`)).toMatchObject({ status: 202, body: { collected: false } });
    expect([collector.kept.length, collector.closed.length, collector.dropped.length]).toEqual([0, 0, 0]);
  });

  it('is dropped when its sender goes', async () => {
    const gone = new AbortController();
    collector.keep = () => {
      gone.abort();
      return setTimeout(50);
    };
    const headers = { 'x-api-key': ADMIN_KEY, 'content-type': 'application/json' };
    await expect(fetch(`${gateway.url}${SCANS}`, { method: 'POST', signal: gone.signal, headers, body: `${begun}}` })).rejects.toThrow();
    await nothingLeft(1);
  });
});

describe('what was sent of a scan that fails', () => {
  it('is dropped although the collector had no time for that at first', async () => {
    let failures = 2;
    collector.drop = () => {
      if (failures-- > 0) throw new AppError('BUSY', 'at its limit');
    };
    expect((await send(begun)).status).toBe(400);
    await nothingLeft(1);
  });

  it('is dropped when the time of its sender is over', async () => {
    const over = Promise.withResolvers<void>();
    onTestFinished(() => over.resolve());
    collector.keep = () => over.promise;
    const { status } = await request(gateway, SCANS, posted(`${begun}}`, { headers: { 'x-deadline-ms': '4000' } }));
    expect(status).toBe(504);
    await nothingLeft(1);
  });
});

describe('a scan of which something is said behind its resources', () => {
  const pieces = (): readonly string[] => collector.kept.map(({ piece: { first, count }, bytes }) => `${first} ${count} ${bytes}`).toSorted();

  it('is sent once all of it has been read, in the same pieces', async () => {
    expect((await send(`${begun}}`)).status).toBe(202);
    const usual = pieces();
    forgetCollected();
    expect((await send(`{"resources":${LIST},${JSON.stringify(head).slice(1)}`)).status).toBe(202);
    expect([pieces(), collector.opened, collector.dropped]).toEqual([usual, [head], []]);
  });

  it('is sent anew with all that is said of it, and what was sent without goes', async () => {
    expect((await send(`${without('total_spend')},"resources":${LIST},"total_spend":${head.total_spend}}`)).status).toBe(202);
    await expect.poll(() => collector.dropped.length).toBe(1);
    expect(collector.opened.map(({ total_spend }) => total_spend)).toEqual([undefined, head.total_spend]);
    expect(collector.closed.map(({ header, pieces: closed }) => [header, closed.length])).toEqual([[head, 4]]);
  });
});
