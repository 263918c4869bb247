import type { Refusal, RefusalReason } from './refusal';
import type { Reply } from './reply';
import { xmlOf } from './xml';
import type { XmlFields } from './xml';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** Status and code of EC2 for each reason. */
const ERRORS: Readonly<Record<RefusalReason, readonly [status: number, code: string]>> = {
  throttled: [503, 'RequestLimitExceeded'],
  internal: [500, 'InternalError'],
  credentials: [401, 'AuthFailure'],
  unsupported: [400, 'UnsupportedOperation'],
  invalid: [400, 'InvalidParameterValue'],
  expired_token: [400, 'InvalidPaginationToken'],
  unknown_type: [400, 'InvalidInstanceType'],
  combination: [400, 'InvalidParameterCombination'],
  no_data: [400, 'InvalidParameterValue'],
};

function xmlReply(status: number, requestId: string, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body: DECLARATION + body };
}

export function ec2Answer(operation: string, requestId: string, fields: XmlFields): Reply {
  const body = `<${operation}Response xmlns="${NAMESPACE}">${xmlOf({ requestId, ...fields })}</${operation}Response>`;
  return xmlReply(200, requestId, body);
}

export function ec2Error(refusal: Refusal, requestId: string): Reply {
  const [status, code] = ERRORS[refusal.reason];
  return xmlReply(status, requestId, xmlOf({ Response: { Errors: { Error: { Code: code, Message: refusal.message } }, RequestID: requestId } }));
}
