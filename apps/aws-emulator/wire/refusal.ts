/** Why a call is not answered; each protocol has its own status and code for it. */
export type RefusalReason = 'throttled' | 'internal' | 'credentials' | 'unsupported' | 'invalid' | 'expired_token' | 'unknown_type' | 'combination' | 'no_data';

export class Refusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}

export const invalidValue = (value: string, parameter: string): Refusal =>
  new Refusal('invalid', `Value (${value}) for parameter ${parameter} is invalid.`);
