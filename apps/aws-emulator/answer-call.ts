import type { Fault } from './faults/fault-board';
import { refuse, spoilItems } from './faults/spoil';
import type { Market } from './market/market';
import { accountOf, assumeRole } from './operations/assume-role';
import { getCostAndUsage, getCostAndUsageWithResources, type CostCall } from './operations/cost-explorer';
import { describeAvailabilityZones } from './operations/describe-availability-zones';
import { describeInstanceTypeOfferings } from './operations/describe-instance-type-offerings';
import { describeInstanceTypes } from './operations/describe-instance-types';
import { describeRegions } from './operations/describe-regions';
import { describeSpotPriceHistory } from './operations/describe-spot-price-history';
import type { Ec2Operation } from './operations/ec2-call';
import { PRODUCT_EDITS, getProducts } from './operations/get-products';
import { spotAdvisor } from './operations/spot-advisor';
import { costError, jsonAnswer, jsonError } from './wire/aws-json';
import { signedRegion } from './wire/credential-scope';
import { ec2Answer, ec2Error } from './wire/ec2-query';
import { objectError } from './wire/object-store';
import { QueryParameters } from './wire/query-parameters';
import { Refusal } from './wire/refusal';
import type { Reply } from './wire/reply';
import { stsAnswer, stsError } from './wire/sts-query';

export type Protocol = 'ec2-query' | 'sts-query' | 'json-1.1' | 'cost-explorer' | 'object';

export interface Call {
  readonly protocol: Protocol;
  readonly operation: string;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly now: Date;
}

const EC2: Readonly<Record<string, Ec2Operation>> = {
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeRegions: describeRegions,
  DescribeSpotPriceHistory: describeSpotPriceHistory,
};

const PROTOCOLS: Readonly<
  Record<Protocol, { answer(call: Call, market: Market, faults: readonly Fault[]): Reply; error(refusal: Refusal, requestId: string): Reply }>
> = {
  'ec2-query': { answer: answerEc2, error: ec2Error },
  'sts-query': { answer: answerSts, error: stsError },
  'json-1.1': { answer: answerJson, error: jsonError },
  'cost-explorer': { answer: answerCosts, error: costError },
  object: { answer: answerObject, error: objectError },
};

function unsupported(operation: string): Refusal {
  return new Refusal('unsupported', `The operation ${operation} is not emulated.`);
}

function answerEc2(call: Call, market: Market, faults: readonly Fault[]): Reply {
  const region = signedRegion(call.headers['authorization']);
  if (!market.regions.includes(region)) throw new Refusal('invalid', `The region ${region} is not emulated.`);
  const operation = EC2[call.operation];
  if (operation === undefined) throw unsupported(call.operation);
  const list = operation({ market, region, now: call.now, parameters: new QueryParameters(call.body) });
  return ec2Answer(call.operation, call.requestId, { [list.set]: spoilItems(list.items, faults, list.edits), nextToken: list.nextToken });
}

function answerJson(call: Call, market: Market, faults: readonly Fault[]): Reply {
  signedRegion(call.headers['authorization']);
  if (call.operation !== 'GetProducts') throw unsupported(call.operation);
  const list = getProducts(market, call.body);
  return jsonAnswer(call.requestId, { ...list, PriceList: spoilItems(list.PriceList, faults, PRODUCT_EDITS) });
}

const COSTS: Readonly<Record<string, (call: CostCall) => unknown>> = { GetCostAndUsage: getCostAndUsage, GetCostAndUsageWithResources: getCostAndUsageWithResources };

function answerCosts({ operation, requestId, headers, body, now }: Call, market: Market, faults: readonly Fault[]): Reply {
  const { authorization } = headers;
  signedRegion(authorization);
  const answered = COSTS[operation];
  if (answered === undefined) throw unsupported(operation);
  return jsonAnswer(requestId, answered({ seed: market.seed, account: accountOf(authorization), body, now, spoil: (items, edits) => spoilItems(items, faults, edits) }));
}

function answerSts({ operation, requestId, headers, body, now }: Call): Reply {
  signedRegion(headers['authorization']);
  return stsAnswer(operation, requestId, assumeRole(body, now));
}

function answerObject(call: Call, market: Market): Reply {
  if (call.operation !== 'SpotAdvisor') throw unsupported(call.operation);
  return spotAdvisor(market, call.now, call.headers['if-none-match']);
}

/** The answer or the refusal, as the service that is spoken to would write it. */
export function answerCall(call: Call, market: Market, faults: readonly Fault[]): Reply {
  const protocol = PROTOCOLS[call.protocol];
  try {
    refuse(faults);
    return protocol.answer(call, market, faults);
  } catch (error) {
    if (error instanceof Refusal) return protocol.error(error, call.requestId);
    throw error;
  }
}
