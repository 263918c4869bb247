import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeSpotPriceHistoryCommand,
  EC2Client,
  type DescribeInstanceTypeOfferingsCommandInput,
  type DescribeInstanceTypesCommandInput,
  type DescribeSpotPriceHistoryCommandInput,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand, PricingClient, type GetProductsCommandInput } from '@aws-sdk/client-pricing';

/**
 * The AWS SDK in a thread of its own. Its EC2 client alone takes 60 MB, and parsing the pages makes more garbage than anything else here:
 * the thread ends when nothing is fetched, and all of it goes with it.
 */
export type AwsAsk = {
  readonly region: string;
  readonly endpoint: string | null;
  readonly timeoutMs: number;
} & (
  | { readonly operation: 'DescribeSpotPriceHistory'; readonly input: DescribeSpotPriceHistoryCommandInput }
  | { readonly operation: 'DescribeInstanceTypes'; readonly input: DescribeInstanceTypesCommandInput }
  | { readonly operation: 'DescribeInstanceTypeOfferings'; readonly input: DescribeInstanceTypeOfferingsCommandInput }
  | { readonly operation: 'GetProducts'; readonly input: GetProductsCommandInput }
);

export type AwsOperation = AwsAsk['operation'];

export interface AwsPage {
  readonly items: readonly unknown[];
  /** The last page says so with an empty token, or with none. */
  readonly next: string | null;
}

/** What is left of an error on its way between threads: its class and its own fields do not travel. */
export interface AwsFailure {
  readonly name: string;
  readonly status: number | null;
  /** The token of the page is one that the service does not, or no longer, know. */
  readonly stale_token: boolean;
}

export type AwsReply = { readonly ok: true; readonly page: AwsPage } | { readonly ok: false; readonly failure: AwsFailure };

const ec2Clients = new Map<string, EC2Client>();
const pricingClients = new Map<string, PricingClient>();

const once = <Client>(clients: Map<string, Client>, region: string, create: () => Client): Client => {
  const known = clients.get(region);
  if (known !== undefined) return known;
  const client = create();
  clients.set(region, client);
  return client;
};

/** One attempt: trying again is done in one place, with the operator's numbers. */
const optionsOf = ({ region, endpoint }: AwsAsk): { region: string; maxAttempts: number; endpoint?: string } => ({
  region,
  maxAttempts: 1,
  ...(endpoint !== null && { endpoint }),
});

const pageOf = (items: readonly unknown[] | undefined, token: string | undefined): AwsPage => ({ items: items ?? [], next: token ? token : null });

const send = async (ask: AwsAsk): Promise<AwsPage> => {
  const signal = { abortSignal: AbortSignal.timeout(ask.timeoutMs) };
  if (ask.operation === 'GetProducts') {
    const client = once(pricingClients, ask.region, () => new PricingClient(optionsOf(ask)));
    const answer = await client.send(new GetProductsCommand(ask.input), signal);
    // The type says string, the client hands over objects that print as one.
    const items: readonly unknown[] = answer.PriceList ?? [];
    return pageOf(items.map(String), answer.NextToken);
  }
  const client = once(ec2Clients, ask.region, () => new EC2Client(optionsOf(ask)));
  if (ask.operation === 'DescribeSpotPriceHistory') {
    const answer = await client.send(new DescribeSpotPriceHistoryCommand(ask.input), signal);
    return pageOf(answer.SpotPriceHistory, answer.NextToken);
  }
  if (ask.operation === 'DescribeInstanceTypes') {
    const answer = await client.send(new DescribeInstanceTypesCommand(ask.input), signal);
    return pageOf(answer.InstanceTypes, answer.NextToken);
  }
  const answer = await client.send(new DescribeInstanceTypeOfferingsCommand(ask.input), signal);
  return pageOf(answer.InstanceTypeOfferings, answer.NextToken);
};

export const call = async (ask: AwsAsk): Promise<AwsReply> => {
  try {
    return { ok: true, page: await send(ask) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
};

/** Either the code says it, or a general one whose text names the parameter. */
const STALE_TOKEN = /^(InvalidNextToken|InvalidNextTokenException|ExpiredNextTokenException|InvalidPaginationToken|InvalidPaginationTokenException)$/;
const INVALID = /^(InvalidParameterValue|InvalidParameterException|ValidationException|ValidationError)$/;
const TOKEN = /next.?token|pagination.?token/i;

const failureOf = (error: unknown): AwsFailure => {
  const metadata = error instanceof Error && '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : undefined;
  const { name, message } = error instanceof Error ? error : { name: String(error), message: '' };
  return { name, status: metadata?.httpStatusCode ?? null, stale_token: STALE_TOKEN.test(name) || (INVALID.test(name) && TOKEN.test(message)) };
};
