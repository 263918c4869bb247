import type { EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { BinPackingState } from '../state';

/** An answer and everything it must be right about. */
export interface CheckedPlan {
  readonly state: BinPackingState;
  readonly prices: PriceSnapshot | undefined;
  /** Milliseconds. */
  readonly now: number;
  readonly decision: EngineDecision;
  readonly limits: PlanLimits;
}

/** What the request and the settings allow. */
export interface PlanLimits {
  /** Percent of nodes, rounded up, or a number of them. */
  readonly disrupted: { readonly percent: number } | { readonly nodes: number };
  readonly zones: number;
  /** Disks of a node that does not say. */
  readonly disks: number;
  readonly excluded: readonly string[];
  readonly barePods: boolean;
  readonly localStorage: boolean;
  readonly systemPods: boolean;
}

export interface Move {
  readonly pod: string;
  readonly to: string;
}

const isMove = (value: unknown): value is Move =>
  typeof value === 'object' && value !== null && 'pod' in value && 'to' in value && typeof value.pod === 'string' && typeof value.to === 'string';

/** The list under `key` of what a step or a recommendation carries; what is no move is given as a move to nowhere. */
export const movesIn = (details: Readonly<Record<string, unknown>> | undefined, key: string): readonly Move[] => {
  const list = details?.[key];
  return Array.isArray(list) ? list.map((each: unknown) => (isMove(each) ? each : { pod: JSON.stringify(each), to: '' })) : [];
};
