import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetCostAndUsageWithResourcesCommand,
  type Expression,
  type GetCostAndUsageCommandOutput,
  type Group,
  type MetricValue,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Cost Explorer's clients in a thread of their own: it ends when nothing is fetched, and their memory goes with it. Texts of errors quote accounts and roles: they stay here. */
export interface CostAsk {
  readonly operation: 'GetCostAndUsage' | 'GetCostAndUsageWithResources';
  readonly role: string;
  /** 12 digits. A role of the account that pays sees the bills of all others too. */
  readonly accountId: string;
  readonly externalId: string | null;
  readonly endpoint: string | null;
  readonly timeoutMs: number;
  /** `YYYY-MM-DD`; the last day is not part of it. */
  readonly from: string;
  readonly until: string;
  readonly token: string | null;
}

export interface CostPage {
  readonly amounts: readonly {
    readonly start: string;
    readonly resource: string | null;
    readonly amount: string;
    readonly unit: string;
    readonly estimated: boolean;
  }[];
  readonly next: string | null;
}

export interface CostFailure {
  readonly name: string;
  readonly status: number | null;
}

export type CostReply = { readonly ok: true; readonly page: CostPage } | { readonly ok: false; readonly failure: CostFailure };

const METRIC = 'UnblendedCost';
/** What is paid back is no lower cost. */
const COSTS_ONLY: Expression = { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } } };
/** A question about single resources must say of which services. */
const SERVICES: Expression = {
  Dimensions: {
    Key: 'SERVICE',
    Values: [
      'Amazon Elastic Compute Cloud - Compute',
      'EC2 - Other',
      'Amazon Elastic Load Balancing',
      'Amazon Relational Database Service',
      'Amazon Simple Storage Service',
      'Amazon ElastiCache',
      'Amazon OpenSearch Service',
      'Amazon Redshift',
      'Amazon DynamoDB',
      'Amazon Elastic Container Service',
      'Amazon Elastic Container Service for Kubernetes',
      'Amazon Elastic File System',
      'Amazon SageMaker',
      'Amazon Virtual Private Cloud',
      'Amazon CloudFront',
      'Amazon Kinesis',
      'AmazonCloudWatch',
      'AWS Lambda',
    ],
  },
};
const SESSION = 'ml-server-collector';
/** A partition has one place for it. */
const CHINA = /^arn:aws-cn:/;

const clients = new Map<string, CostExplorerClient>();

/** Trying again is done in one place. */
const optionsOf = ({ role, endpoint }: CostAsk): { region: string; maxAttempts: number; endpoint?: string } => ({
  region: CHINA.test(role) ? 'cn-northwest-1' : 'us-east-1',
  maxAttempts: 1,
  ...(endpoint !== null && { endpoint }),
});

const clientOf = (ask: CostAsk): CostExplorerClient => {
  const known = clients.get(ask.role);
  if (known !== undefined) return known;
  const sts = new STSClient(optionsOf(ask));
  const credentials = async (): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date }> => {
    const assume = new AssumeRoleCommand({ RoleArn: ask.role, RoleSessionName: SESSION, ...(ask.externalId !== null && { ExternalId: ask.externalId }) });
    const { Credentials: given } = await sts.send(assume, { abortSignal: AbortSignal.timeout(ask.timeoutMs) });
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken, Expiration: expiration } = given ?? {};
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }), ...(expiration !== undefined && { expiration }) };
  };
  const client = new CostExplorerClient({ ...optionsOf(ask), credentials });
  clients.set(ask.role, client);
  return client;
};

const ofAccount = ({ accountId }: CostAsk): Expression => ({ Dimensions: { Key: 'LINKED_ACCOUNT', Values: [accountId] } });

const send = (ask: CostAsk): Promise<GetCostAndUsageCommandOutput> => {
  const signal = { abortSignal: AbortSignal.timeout(ask.timeoutMs) };
  const common = { TimePeriod: { Start: ask.from, End: ask.until }, Metrics: [METRIC], ...(ask.token !== null && { NextPageToken: ask.token }) };
  if (ask.operation === 'GetCostAndUsage') return clientOf(ask).send(new GetCostAndUsageCommand({ ...common, Granularity: 'MONTHLY', Filter: { And: [ofAccount(ask), COSTS_ONLY] } }), signal);
  const byResource = { Granularity: 'DAILY' as const, GroupBy: [{ Type: 'DIMENSION' as const, Key: 'RESOURCE_ID' }], Filter: { And: [ofAccount(ask), SERVICES, COSTS_ONLY] } };
  return clientOf(ask).send(new GetCostAndUsageWithResourcesCommand({ ...common, ...byResource }), signal);
};

const amountsOf = ({ TimePeriod, Estimated, Total, Groups }: ResultByTime): CostPage['amounts'] => {
  const told = (metrics: Record<string, MetricValue> | undefined, resource: string | null): CostPage['amounts'][number] => {
    const { Amount: amount = '', Unit: unit = '' } = metrics?.[METRIC] ?? {};
    return { start: TimePeriod?.Start ?? '', resource, amount, unit, estimated: Estimated === true };
  };
  const groups = (Groups ?? []).map(({ Keys, Metrics }: Group) => told(Metrics, Keys?.[0] ?? ''));
  return Total?.[METRIC] === undefined ? groups : [...groups, told(Total, null)];
};

export const call = async (ask: CostAsk): Promise<CostReply> => {
  try {
    const { ResultsByTime, NextPageToken } = await send(ask);
    return { ok: true, page: { amounts: (ResultsByTime ?? []).flatMap(amountsOf), next: NextPageToken ? NextPageToken : null } };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
};

const NAME = /^[A-Za-z]{1,64}$/;

const failureOf = (error: unknown): CostFailure => {
  const metadata = error instanceof Error && '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : undefined;
  const name = error instanceof Error && NAME.test(error.name) ? error.name : 'Error';
  return { name, status: metadata?.httpStatusCode ?? null };
};
