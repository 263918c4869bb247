import { createHash } from 'node:crypto';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import { sha256Of, type Attachment } from '@ml/platform/bus/packed';
import { canonicalJson } from '@ml/state/canonical-json';

interface Body {
  readonly envelope: DecisionEnvelope;
  readonly evaluate_at: string | null;
  readonly state: Attachment | undefined;
}

/** SHA-256 of what was posted: two bodies under one request id are the same only when this is. */
export const bodyHash = ({ envelope, evaluate_at, state }: Body): string =>
  createHash('sha256')
    .update(canonicalJson({ ...envelope, evaluate_at }))
    .update('\n')
    .update(sha256Of(state))
    .digest('hex');
