import type { Refusal, RefusalReason } from './refusal';
import type { Reply } from './reply';
import { xmlOf, type XmlFields } from './xml';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Status and code of the token service for each reason. */
const ERRORS: Readonly<Record<RefusalReason, readonly [status: number, code: string]>> = {
  throttled: [400, 'Throttling'],
  internal: [500, 'InternalFailure'],
  credentials: [403, 'AccessDenied'],
  unsupported: [400, 'InvalidAction'],
  invalid: [400, 'ValidationError'],
  expired_token: [400, 'ValidationError'],
  unknown_type: [400, 'ValidationError'],
  combination: [400, 'ValidationError'],
  no_data: [400, 'ValidationError'],
};

const reply = (status: number, requestId: string, body: string): Reply => ({ status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body });

export function stsAnswer(operation: string, requestId: string, result: XmlFields): Reply {
  const content = xmlOf({ [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } });
  return reply(200, requestId, `<${operation}Response xmlns="${NAMESPACE}">${content}</${operation}Response>`);
}

/** Texts of the real service quote who asked for what. */
export function stsError(refusal: Refusal, requestId: string): Reply {
  const [status, code] = ERRORS[refusal.reason];
  return reply(status, requestId, `<ErrorResponse xmlns="${NAMESPACE}">${xmlOf({ Error: { Type: 'Sender', Code: code, Message: refusal.message }, RequestId: requestId })}</ErrorResponse>`);
}
