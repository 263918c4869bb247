import type { ENGINES } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { spotOptimizer } from '../../apps/engines/spot-optimizer/engine';

/** Every engine by its decision type: one that is missing here does not compile. */
export const ENGINE_CATALOGUE: Readonly<Record<keyof typeof ENGINES, Engine>> = {
  // The kernel's types tie state, settings and decide together; the catalogue only hands them through.
  spot_optimize: spotOptimizer as unknown as Engine,
};
