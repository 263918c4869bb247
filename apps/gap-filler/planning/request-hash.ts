import { createHash } from 'node:crypto';
import { canonicalJson } from '@ml/state/canonical-json';

/** SHA-256 of what was asked for, without who asks and under which id: two asks of one request id are the same only when this is. */
export const requestHash = (ask: object): string =>
  createHash('sha256')
    .update(canonicalJson({ ...ask, request_id: undefined, requested_by: undefined }))
    .digest('hex');
