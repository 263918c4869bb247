import { CostExplorerClient, GetCostAndUsageCommand, GetCostAndUsageWithResourcesCommand, type GetCostAndUsageWithResourcesCommandOutput } from '@aws-sdk/client-cost-explorer';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { costLines, costOfDay } from './market/account-costs';
import { startEmulator } from './start-emulator';

const NOW = new Date('2026-11-20T10:00:00Z');
const emulator = await startEmulator({ seed: 'costs', regions: ['us-east-1'], now: () => NOW });
afterAll(() => emulator.stop());
beforeEach(() => emulator.faults.clear());

const keys = { accessKeyId: 'spec', secretAccessKey: 'spec' };
const options = { region: 'us-east-1', endpoint: emulator.url, maxAttempts: 1 };
const sts = new STSClient({ ...options, credentials: keys });
const clientOf = async (account: string): Promise<CostExplorerClient> => {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/cost-reader`, RoleSessionName: 'spec' }));
  return new CostExplorerClient({ ...options, credentials: { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: Credentials?.SecretAccessKey ?? '' } });
};
const EC2 = ['Amazon Elastic Compute Cloud - Compute', 'EC2 - Other', 'Amazon Relational Database Service'];
const monthsFrom = (Start: string) => new GetCostAndUsageCommand({ TimePeriod: { Start, End: '2026-11-20' }, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'] });
const resources = (NextPageToken?: string, Start = '2026-11-06') =>
  new GetCostAndUsageWithResourcesCommand({
    TimePeriod: { Start, End: '2026-11-20' },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }],
    Filter: { Dimensions: { Key: 'SERVICE', Values: EC2 } },
    ...(NextPageToken !== undefined && { NextPageToken }),
  });

describe('Cost Explorer', () => {
  it('tells what an account cost by month, in pages, the month so far as an estimate', async () => {
    const client = await clientOf('111122223333');
    const first = await client.send(monthsFrom('2025-10-01'));
    const rest = await client.send(new GetCostAndUsageCommand({ ...monthsFrom('2025-10-01').input, NextPageToken: first.NextPageToken }));
    const months = [...(first.ResultsByTime ?? []), ...(rest.ResultsByTime ?? [])];
    expect(months.map(({ TimePeriod, Estimated }) => `${TimePeriod?.Start} ${Estimated}`)).toEqual([...Array.from({ length: 13 }, (_, index) => `${new Date(Date.UTC(2025, 9 + index, 1)).toISOString().slice(0, 10)} false`), '2026-11-01 true']);
    const lines = costLines('costs', '111122223333');
    const october = Array.from({ length: 31 }, (_, index) => Date.UTC(2026, 9, 1) / 86_400_000 + index);
    expect(Number(months[12]?.Total?.['UnblendedCost']?.Amount)).toBeCloseTo(october.reduce((sum, day) => sum + lines.reduce((all, line) => all + costOfDay(line, day), 0), 0), 6);
  });

  it('tells what single resources cost by day, of the account whose role was assumed', async () => {
    const client = await clientOf('111122223333');
    const pages: GetCostAndUsageWithResourcesCommandOutput[] = [];
    for (let token: string | undefined; pages.length === 0 || token !== undefined; token = pages.at(-1)?.NextPageToken) pages.push(await client.send(resources(token)));
    const groups = pages.flatMap(({ ResultsByTime }) => ResultsByTime ?? []).flatMap(({ Groups }) => Groups ?? []);
    expect(pages.length).toBeGreaterThan(1);
    expect(groups).toHaveLength(14 * 241);
    expect(new Set(groups.map(({ Keys }) => Keys?.[0]?.split(/[-:]/)[0]))).toEqual(new Set(['i', 'vol', 'arn', 'NoResourceId']));
    expect(groups.some(({ Metrics }) => Number(Metrics?.['UnblendedCost']?.Amount) < 0)).toBe(true);
    const other = await (await clientOf('444455556666')).send(resources());
    expect(other.ResultsByTime?.[0]?.Groups?.[0]?.Keys).not.toEqual(groups[0]?.Keys);
  });

  it.each<[string, (client: CostExplorerClient) => Promise<unknown>, string]>([
    ['days that are too old', (client) => client.send(resources(undefined, '2026-11-05')), 'ValidationException'],
    ['months that are too old', (client) => client.send(monthsFrom('2025-08-01')), 'ValidationException'],
    ['a token of another question', (client) => client.send(resources('bm9uZQ')), 'ValidationException'],
    ['an account that has not switched it on', async () => (await clientOf('111122220000')).send(resources()), 'DataUnavailableException'],
    ['too many calls', (client) => (emulator.faults.add({ kind: 'throttle' }), client.send(resources())), 'LimitExceededException'],
    ['a role of nobody', () => sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/x-of-nobody', RoleSessionName: 'spec' })), 'ValidationError'],
    ['a role that is not ours', async () => (emulator.faults.add({ kind: 'refuse_credentials', operation: 'AssumeRole' }), clientOf('111122223333')), 'AccessDenied'],
  ])('refuses %s as the service does', async (...[, ask, name]) => {
    await expect(ask(await clientOf('111122223333'))).rejects.toMatchObject({ name });
  });
});
