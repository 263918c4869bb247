import { MILESTONES, milestoneAt } from './feedback-weight';

const MOST_WEIGHT = 0.25;
const THOUSAND = 1_000;

/** `9`, `9K`, `125K`, never rounded up to what has not been reached. */
const inShort = (hours: number): string => (hours < THOUSAND ? String(Math.floor(hours)) : `${Math.floor(hours / THOUSAND)}K`);

/** What is told once each: the phases that were reached, and the weight its most. The first phase is where everybody begins. */
export const milestonesReached = (hours: number, weight: number): readonly string[] => [
  ...MILESTONES.slice(1).flatMap(({ name }, index) => (hours >= (MILESTONES[index]?.until ?? Infinity) ? [name] : [])),
  ...(weight >= MOST_WEIGHT ? ['weight 25%'] : []),
];

/** `completed`, `in_progress (125K/200K instance-hours)` or `pending`; a phase that has no end is none of them. */
export const milestoneStates = (hours: number): { readonly month_1: string; readonly month_3: string; readonly month_6: string; readonly month_12: string } => {
  const { name: current } = milestoneAt(hours);
  const stateOf = (place: 0 | 1 | 2 | 3): string => {
    const { name, until } = MILESTONES[place];
    if (hours >= until) return 'completed';
    return name === current ? `in_progress (${inShort(hours)}/${inShort(until)} instance-hours)` : 'pending';
  };
  return { month_1: stateOf(0), month_3: stateOf(1), month_6: stateOf(2), month_12: stateOf(3) };
};

/** Where learning is on its way. */
export const milestoneWay = (hours: number): { readonly milestone: string; readonly next_milestone: string | null; readonly progress: string } => {
  const { name, next, progress } = milestoneAt(hours);
  return { milestone: name, next_milestone: next === null ? null : `${next.name} (${inShort(next.at)} instance-hours)`, progress: `${Math.floor(progress * 100)}%` };
};
