import type { PoolLevel } from '@ml/contracts/pools';

/** What is taken off the safety of a pool while its episode lasts. */
const PENALTIES: Readonly<Record<PoolLevel, number>> = { NORMAL: 0, UNCERTAIN: 0.1, CONFIRMED_RISKY: 0.2 };

/** Safety with the level of the pool taken into account, 1 = safe. */
export const safetyAtLevel = (safety: number, level: PoolLevel): number => Math.min(1, Math.max(0, safety - PENALTIES[level]));
