import type { Refusal, RefusalReason } from './refusal';
import type { Reply } from './reply';

/** Status and type of the price list service for each reason. */
const ERRORS: Readonly<Record<RefusalReason, readonly [status: number, type: string]>> = {
  throttled: [400, 'ThrottlingException'],
  internal: [500, 'InternalErrorException'],
  credentials: [400, 'UnrecognizedClientException'],
  unsupported: [400, 'UnknownOperationException'],
  invalid: [400, 'InvalidParameterException'],
  expired_token: [400, 'ExpiredNextTokenException'],
  unknown_type: [400, 'InvalidParameterException'],
  combination: [400, 'InvalidParameterException'],
};

function jsonReply(status: number, requestId: string, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId }, body: JSON.stringify(body) };
}

export function jsonAnswer(requestId: string, body: unknown): Reply {
  return jsonReply(200, requestId, body);
}

export function jsonError(refusal: Refusal, requestId: string): Reply {
  const [status, type] = ERRORS[refusal.reason];
  return jsonReply(status, requestId, { __type: type, message: refusal.message });
}
