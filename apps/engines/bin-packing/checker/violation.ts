/** A rule that a plan breaks. */
export interface Violation {
  /** Stable, one a rule. */
  readonly rule: string;
  readonly text: string;
}

export const violation = (rule: string, text: string): Violation => ({ rule, text });
