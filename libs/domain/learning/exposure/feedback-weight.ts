/** Phases by instance-hours seen; the name of the last has no end. */
export const MILESTONES = [
  { name: 'Month 1', until: 10_000 },
  { name: 'Month 3', until: 50_000 },
  { name: 'Month 6', until: 200_000 },
  { name: 'Month 12', until: 500_000 },
  { name: 'Mature', until: null },
] as const;

export type MilestoneName = (typeof MILESTONES)[number]['name'];

/**
 * How much the learned score weighs in the risk formula, by instance-hours: nothing at first, 2% at 10,000 (a jump that the
 * contract has), 10% at 50,000, 15% at 200,000, a quarter from 500,000 on; straight lines between.
 */
export const feedbackWeight = (instanceHours: number): number => {
  if (instanceHours < 10_000) return 0;
  if (instanceHours < 50_000) return (instanceHours / 50_000) * 0.1;
  if (instanceHours < 200_000) return 0.1 + ((instanceHours - 50_000) / 150_000) * 0.05;
  if (instanceHours < 500_000) return 0.15 + ((instanceHours - 200_000) / 300_000) * 0.1;
  return 0.25;
};

export interface Milestone {
  readonly name: MilestoneName;
  readonly next: { readonly name: MilestoneName; readonly at: number } | null;
  /** Share of the way from the last threshold to the next one, 0 to 1. */
  readonly progress: number;
}

export const milestoneAt = (instanceHours: number): Milestone => {
  const at = MILESTONES.findIndex(({ until }) => until === null || instanceHours < until);
  const { name, until } = MILESTONES[at] ?? MILESTONES[4];
  const next = MILESTONES[at + 1];
  if (until === null || next === undefined) return { name, next: null, progress: 1 };
  const from = MILESTONES[at - 1]?.until ?? 0;
  return { name, next: { name: next.name, at: until }, progress: (instanceHours - from) / (until - from) };
};
