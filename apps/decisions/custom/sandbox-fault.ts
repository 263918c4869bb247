/** Why a custom engine gave no answer. Stable: they stand in warnings, in metrics and in the errors of an upload. */
export const SANDBOX_REASONS = [
  'ENGINE_DAMAGED',
  'ENGINE_NOT_LOADED',
  'ENGINE_THREW',
  'ENGINE_TOO_SLOW',
  'ENGINE_OUT_OF_MEMORY',
  'ENGINE_CRASHED',
  'ENGINE_BAD_ANSWER',
  'ENGINE_ANSWER_TOO_LARGE',
  'ENGINE_INPUT_TOO_LARGE',
  'ENGINE_INPUT_MISSING',
  'ENGINE_RESTING',
  'SANDBOX_BUSY',
] as const;

export type SandboxReason = (typeof SANDBOX_REASONS)[number];

/** What the code of somebody else did, or could not do: never an error of ours. */
export class SandboxFault extends Error {
  override readonly name = 'SandboxFault';

  constructor(
    readonly reason: SandboxReason,
    message: string,
  ) {
    super(message);
  }
}
