import type { Refusal, RefusalCode } from './refusal';

/** How many refusals are kept word for word; the others are only counted. */
export const NAMED_REFUSALS = 20;

export interface RefusalTally {
  readonly count: number;
  readonly by_code: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly named: readonly Refusal[];
}

export const NO_REFUSALS: RefusalTally = { count: 0, by_code: {}, named: [] };

export const tallied = (tally: RefusalTally, refusal: Refusal): RefusalTally => ({
  count: tally.count + 1,
  by_code: { ...tally.by_code, [refusal.code]: (tally.by_code[refusal.code] ?? 0) + 1 },
  named: tally.named.length < NAMED_REFUSALS ? [...tally.named, refusal] : tally.named,
});

/** Both together, in the order in which they were met. */
export const merged = (first: RefusalTally, second: RefusalTally): RefusalTally => {
  const by_code = { ...first.by_code };
  for (const [code, count] of Object.entries(second.by_code) as [RefusalCode, number][]) by_code[code] = (by_code[code] ?? 0) + count;
  return { count: first.count + second.count, by_code, named: [...first.named, ...second.named].slice(0, NAMED_REFUSALS) };
};
