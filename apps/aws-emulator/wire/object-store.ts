import type { Refusal, RefusalReason } from './refusal';
import type { Reply } from './reply';
import { xmlOf } from './xml';

/** Status and code of the bucket behind the public files for each reason. */
const ERRORS: Readonly<Record<RefusalReason, readonly [status: number, code: string]>> = {
  throttled: [503, 'SlowDown'],
  internal: [500, 'InternalError'],
  credentials: [403, 'AccessDenied'],
  unsupported: [404, 'NoSuchKey'],
  invalid: [400, 'InvalidRequest'],
  expired_token: [400, 'InvalidRequest'],
  unknown_type: [400, 'InvalidRequest'],
  combination: [400, 'InvalidRequest'],
  no_data: [400, 'InvalidRequest'],
};

export function objectError(refusal: Refusal, requestId: string): Reply {
  const [status, code] = ERRORS[refusal.reason];
  const body = xmlOf({ Error: { Code: code, Message: refusal.message, RequestId: requestId } });
  return { status, headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
