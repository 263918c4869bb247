import type { RefreshVerdict } from '@ml/contracts/refresh';

export type RefreshCheck = RefreshVerdict['checks'][number];

/** One check that failed is enough, and nothing checked is nothing passed. */
export const verdictOf = (checks: readonly RefreshCheck[]): RefreshVerdict => ({ passed: checks.length > 0 && checks.every(({ passed }) => passed), checks });

/** Of one model, judged several times: each check once, as it failed if it ever did. */
export const joinVerdicts = (verdicts: readonly RefreshVerdict[]): RefreshVerdict => {
  const known = new Map<string, RefreshCheck>();
  for (const check of verdicts.flatMap(({ checks }) => checks)) if (known.get(check.check)?.passed !== false) known.set(check.check, check);
  return verdictOf([...known.values()]);
};

/** What could not be looked at: no data to judge by is not a pass. */
export const notJudged = (check: string, why: string): RefreshCheck => ({ check, passed: false, text: why, value: null, limit: null });

/** Some of many, for people: the check passes when there are none. */
export const noneOf = (check: string, { found, of, text }: { readonly found: number; readonly of: number; readonly text: string }): RefreshCheck => ({
  check,
  passed: of > 0 && found === 0,
  text,
  value: found,
  limit: 0,
});
