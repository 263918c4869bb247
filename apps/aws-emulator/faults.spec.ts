import { DescribeRegionsCommand, DescribeSpotPriceHistoryCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator';
import type { Emulator } from './start-emulator';

const NOW = new Date('2026-11-20T12:34:56Z');
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const history = new DescribeSpotPriceHistoryCommand({ InstanceTypes: ['m5.large'], StartTime: new Date(NOW.getTime() - 86_400_000) });
const products = new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1 });

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ seed: 'faults', regions: ['us-east-1', 'eu-west-1'], now: () => NOW });
});

afterEach(() => emulator.stop());

const clientOptions = (maxAttempts: number) => ({ endpoint: emulator.url, region: 'us-east-1', credentials, maxAttempts });
const ec2 = (maxAttempts = 1): EC2Client => new EC2Client(clientOptions(maxAttempts));
const pricing = (maxAttempts = 1): PricingClient => new PricingClient(clientOptions(maxAttempts));

describe('faults, as the SDK sees them', () => {
  it('throttles once, and the client succeeds at its second attempt', async () => {
    emulator.faults.add({ kind: 'throttle', operation: 'DescribeSpotPriceHistory', times: 1 });
    const answer = await ec2(3).send(history);
    expect(answer.$metadata.attempts).toBe(2);
    expect(answer.SpotPriceHistory?.length).toBeGreaterThan(0);
    expect(emulator.requests.get('DescribeSpotPriceHistory')).toBe(2);
  });

  it('names throttling as each service does', async () => {
    emulator.faults.add({ kind: 'throttle' });
    await expect(ec2().send(history)).rejects.toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
    await expect(pricing().send(products)).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
    expect((await fetch(emulator.advisorUrl)).status).toBe(503);
  });

  it('fails inside, and the client tries again', async () => {
    emulator.faults.add({ kind: 'error', times: 1 });
    expect((await ec2(2).send(history)).$metadata.attempts).toBe(2);
    emulator.faults.add({ kind: 'error' });
    await expect(ec2().send(history)).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    await expect(pricing().send(products)).rejects.toMatchObject({ name: 'InternalErrorException' });
  });

  it('refuses credentials, which no attempt repairs', async () => {
    emulator.faults.add({ kind: 'refuse_credentials' });
    await expect(ec2(3).send(history)).rejects.toMatchObject({ name: 'AuthFailure', $metadata: { httpStatusCode: 401, attempts: 1 } });
    await expect(pricing(3).send(products)).rejects.toMatchObject({ name: 'UnrecognizedClientException', $metadata: { attempts: 1 } });
    expect((await fetch(emulator.advisorUrl)).status).toBe(403);
  });

  it('breaks an answer off in the middle, and no half page gets through', async () => {
    emulator.faults.add({ kind: 'truncate', times: 3 });
    await expect(ec2().send(history)).rejects.toThrow();
    await expect(pricing().send(products)).rejects.toThrow();
    await expect(fetch(emulator.advisorUrl).then((answer) => answer.text())).rejects.toThrow();
    expect((await ec2().send(history)).SpotPriceHistory?.length).toBeGreaterThan(0);
  });

  it('answers late', async () => {
    emulator.faults.add({ kind: 'delay', delay_ms: 150, times: 1 });
    const before = performance.now();
    await ec2().send(new DescribeRegionsCommand({}));
    expect(performance.now() - before).toBeGreaterThanOrEqual(145);
  });

  it('gives every row of a page twice, or out of order', async () => {
    const plain = (await ec2().send(history)).SpotPriceHistory ?? [];
    emulator.faults.add({ kind: 'duplicate', times: 1 });
    expect((await ec2().send(history)).SpotPriceHistory).toEqual(plain.flatMap((row) => [row, row]));
    emulator.faults.add({ kind: 'out_of_order', times: 1 });
    const shuffled = (await ec2().send(history)).SpotPriceHistory ?? [];
    const time = (row: (typeof plain)[number]): number => row.Timestamp?.getTime() ?? 0;
    expect(shuffled.map(time)).not.toEqual(plain.map(time));
    expect(shuffled.map(time).sort()).toEqual(plain.map(time).sort());
  });

  it('gives pages without rows, or rows without anything in them', async () => {
    emulator.faults.add({ kind: 'empty', times: 1 });
    expect((await ec2().send(history)).SpotPriceHistory ?? []).toEqual([]);
    emulator.faults.add({ kind: 'unreadable', times: 1 });
    expect((await ec2().send(history)).SpotPriceHistory?.every((row) => row.SpotPrice === undefined)).toBe(true);
  });

  it('takes a page token no more, once, and leaves first pages alone', async () => {
    const many = { InstanceTypes: ['m5.large' as const], StartTime: new Date(NOW.getTime() - 86_400_000), MaxResults: 10 };
    emulator.faults.add({ kind: 'expired_token', times: 1 });
    const first = await ec2().send(new DescribeSpotPriceHistoryCommand(many));
    const next = new DescribeSpotPriceHistoryCommand({ ...many, NextToken: first.NextToken });
    await expect(ec2(3).send(next)).rejects.toMatchObject({ name: 'InvalidPaginationToken', $metadata: { httpStatusCode: 400, attempts: 1 } });
    expect((await ec2().send(next)).SpotPriceHistory).toHaveLength(10);
    emulator.faults.add({ kind: 'expired_token', times: 1 });
    const list = await pricing().send(products);
    const further = new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1, NextToken: list.NextToken });
    await expect(pricing(3).send(further)).rejects.toMatchObject({ name: 'ExpiredNextTokenException', $metadata: { httpStatusCode: 400, attempts: 1 } });
    expect((await pricing().send(further)).PriceList).toHaveLength(1);
  });

  it('dates prices ahead', async () => {
    const plain = (await ec2().send(history)).SpotPriceHistory ?? [];
    emulator.faults.add({ kind: 'clock_skew', skew_seconds: 90, times: 1 });
    const ahead = (await ec2().send(history)).SpotPriceHistory ?? [];
    expect(ahead.map((row) => row.Timestamp?.getTime())).toEqual(plain.map((row) => (row.Timestamp?.getTime() ?? 0) + 90_000));
    emulator.faults.add({ kind: 'clock_skew', skew_seconds: 86_400, times: 1 });
    const [shifted, listed] = [await pricing().send(products), await pricing().send(products)].map((answer) => /"effectiveDate":"([^"]+)"/.exec(String(answer.PriceList?.[0]))?.[1]);
    expect(Date.parse(shifted ?? '') - Date.parse(listed ?? '')).toBe(86_400_000);
  });

  it('gives prices that are none, and one that is as exact as a price may be', async () => {
    emulator.faults.add({ kind: 'odd_prices', times: 1 });
    const [free, exact, tooExact, negative, exponent] = ((await ec2().send(history)).SpotPriceHistory ?? []).map((row) => row.SpotPrice ?? '');
    expect(free).toBe('0.000000');
    expect(exact).toMatch(/^0\.\d{6}1234$/);
    expect(tooExact).toMatch(/^0\.\d{6}123456$/);
    expect(negative).toMatch(/^-0\.\d{6}$/);
    expect(exponent).toMatch(/^\d(\.\d+)?e-\d$/);
    emulator.faults.add({ kind: 'odd_prices', times: 1 });
    expect(String((await pricing().send(products)).PriceList?.[0])).toContain('"USD":"0.000000"');
  });

  it('strikes one region only, by the prices that are asked for', async () => {
    emulator.faults.add({ kind: 'error', region: 'eu-west-1' });
    expect((await ec2().send(history)).SpotPriceHistory?.length).toBeGreaterThan(0);
    await expect(new EC2Client({ ...clientOptions(1), region: 'eu-west-1' }).send(history)).rejects.toMatchObject({ name: 'InternalError' });
    const listOf = (Value: string) => pricing().send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', MaxResults: 1, Filters: [{ Type: 'TERM_MATCH', Field: 'regionCode', Value }] }));
    expect((await listOf('us-east-1')).PriceList).toHaveLength(1);
    await expect(listOf('eu-west-1')).rejects.toMatchObject({ name: 'InternalErrorException' });
  });

  it('strikes a share of the calls when it has a probability, the same ones for the same seed', async () => {
    emulator.faults.add({ kind: 'throttle', probability: 0.5 });
    const outcomes: string[] = [];
    for (let call = 0; call < 40; call += 1) outcomes.push(await ec2().send(new DescribeRegionsCommand({})).then(() => 'ok', (error: Error) => error.name));
    const struck = outcomes.filter((outcome) => outcome === 'RequestLimitExceeded').length;
    expect(struck).toBeGreaterThan(8);
    expect(struck).toBeLessThan(32);
  });

  it('does not know operations that the fleet never calls', async () => {
    await expect(ec2().send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  });

  it('refuses a call that is not signed', async () => {
    const answer = await fetch(emulator.url, { method: 'POST', body: new URLSearchParams({ Action: 'DescribeRegions' }) });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('<Code>AuthFailure</Code>');
  });
});

describe('the routes of the emulator itself', () => {
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(emulator.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it('takes, lists and clears faults', async () => {
    const added = await call('POST', '/_emulator/faults', { kind: 'error', operation: 'SpotAdvisor', times: 2 });
    expect(added.status).toBe(201);
    expect((await fetch(emulator.advisorUrl)).status).toBe(500);
    expect(await (await call('GET', '/_emulator/faults')).json()).toEqual({ faults: [{ id: 1, kind: 'error', operation: 'SpotAdvisor', times: 2, struck: 1 }] });
    expect((await call('DELETE', '/_emulator/faults')).status).toBe(204);
    expect((await fetch(emulator.advisorUrl)).status).toBe(200);
  });

  it.each([
    [{ kind: 'explode' }, 'kind'],
    [{ kind: 'delay', delay_ms: -1 }, 'delay_ms'],
    [{ kind: 'clock_skew', skew_seconds: 0.5 }, 'skew_seconds'],
    [{ kind: 'throttle', region: '' }, 'region'],
    [{ kind: 'throttle', probability: 2 }, 'probability'],
    [{ kind: 'throttle', times: 0 }, 'times'],
    [{ kind: 'throttle', tims: 1 }, 'tims'],
    ['throttle', 'object'],
  ])('refuses the fault %j and names what is wrong', async (fault, named) => {
    const answer = await call('POST', '/_emulator/faults', fault);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(named);
  });

  it('counts calls by operation', async () => {
    await ec2().send(new DescribeRegionsCommand({}));
    await ec2().send(history);
    await ec2().send(history);
    expect(await (await call('GET', '/_emulator/requests')).json()).toEqual({ requests: { DescribeRegions: 1, DescribeSpotPriceHistory: 2 } });
  });

  it('says that it lives, and that it has no other routes', async () => {
    expect((await call('GET', '/livez')).status).toBe(200);
    expect((await call('GET', '/_emulator/other')).status).toBe(404);
    expect((await call('GET', '/other')).status).toBe(404);
  });

  it('refuses a body larger than any call', async () => {
    expect((await fetch(emulator.url, { method: 'POST', body: 'x'.repeat(2_000_000) })).status).toBe(413);
  });
});
