import type { DecisionAnswer } from '@ml/contracts/decision';

export interface ClaimRequest {
  readonly tenant: string;
  readonly requestId: string;
  /** Hash of everything that makes the request what it is. */
  readonly bodyHash: string;
  /** How long the claimer may take, by the database's clock, before another may take over. */
  readonly leaseSeconds: number;
}

/** The right to complete one request; a later claim of the same request has a higher fence and makes this one void. */
export interface Claim {
  readonly tenant: string;
  readonly requestId: string;
  readonly fence: number;
}

export type ClaimResult =
  | { readonly state: 'claimed'; readonly claim: Claim }
  /** Decided before, with the same body: this is the answer. */
  | { readonly state: 'done'; readonly answer: DecisionAnswer }
  /** Another holds it; its lease ends in so many milliseconds. */
  | { readonly state: 'in_progress'; readonly leaseEndsInMs: number }
  /** The same request id with another body. */
  | { readonly state: 'conflict' };

export type Completion =
  | { readonly stored: true }
  /** The claim was overtaken. `answer` is the winner's, null while the winner is still deciding. */
  | { readonly stored: false; readonly answer: DecisionAnswer | null };
