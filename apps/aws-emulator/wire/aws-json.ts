import type { Refusal, RefusalReason } from './refusal';
import type { Reply } from './reply';

type Errors = Readonly<Record<RefusalReason, readonly [status: number, type: string]>>;

/** Status and type of the price list service for each reason. */
const PRICE_LIST: Errors = {
  throttled: [400, 'ThrottlingException'],
  internal: [500, 'InternalErrorException'],
  credentials: [400, 'UnrecognizedClientException'],
  unsupported: [400, 'UnknownOperationException'],
  invalid: [400, 'InvalidParameterException'],
  expired_token: [400, 'ExpiredNextTokenException'],
  unknown_type: [400, 'InvalidParameterException'],
  combination: [400, 'InvalidParameterException'],
  no_data: [400, 'InvalidParameterException'],
};

/** The same of Cost Explorer. */
const COST_EXPLORER: Errors = {
  throttled: [400, 'LimitExceededException'],
  internal: [500, 'InternalServerException'],
  credentials: [400, 'UnrecognizedClientException'],
  unsupported: [400, 'UnknownOperationException'],
  invalid: [400, 'ValidationException'],
  expired_token: [400, 'InvalidNextTokenException'],
  unknown_type: [400, 'ValidationException'],
  combination: [400, 'ValidationException'],
  no_data: [400, 'DataUnavailableException'],
};

function jsonReply(status: number, requestId: string, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId }, body: JSON.stringify(body) };
}

export function jsonAnswer(requestId: string, body: unknown): Reply {
  return jsonReply(200, requestId, body);
}

function errorBy(errors: Errors): (refusal: Refusal, requestId: string) => Reply {
  return (refusal, requestId) => {
    const [status, type] = errors[refusal.reason];
    return jsonReply(status, requestId, { __type: type, message: refusal.message });
  };
}

export const jsonError = errorBy(PRICE_LIST);
export const costError = errorBy(COST_EXPLORER);
