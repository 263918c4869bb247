import type { ENGINES } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import { spotOptimizer } from '../../apps/engines/spot-optimizer/engine';
import { binPacking } from '../../apps/engines/bin-packing/engine';
import { rightsizing } from '../../apps/engines/rightsizing/engine';
import { scheduler } from '../../apps/engines/scheduler/engine';
import { ghostProbe } from '../../apps/engines/ghost-probe/engine';
import { volumeCleanup } from '../../apps/engines/volume-cleanup/engine';
import { networkOptimizer } from '../../apps/engines/network-optimizer/engine';
import { oomkilledRemediation } from '../../apps/engines/oomkilled-remediation/engine';
import { ipv4CostTracker } from '../../apps/engines/ipv4-cost-tracker/engine';
import { imageBloatAnalyzer } from '../../apps/engines/image-bloat-analyzer/engine';
import { shadowItTracker } from '../../apps/engines/shadow-it-tracker/engine';
import { noisyNeighborDetector } from '../../apps/engines/noisy-neighbor-detector/engine';

/** Every engine by its decision type: one that is missing here does not compile. */
export const ENGINE_CATALOGUE: Readonly<Record<keyof typeof ENGINES, Engine>> = {
  // The kernel's types tie state, settings and decide together; the catalogue only hands them through.
  spot_optimize: spotOptimizer as unknown as Engine,
  bin_pack: binPacking as unknown as Engine,
  rightsize: rightsizing as unknown as Engine,
  schedule: scheduler as unknown as Engine,
  ghost_probe: ghostProbe as unknown as Engine,
  volume_cleanup: volumeCleanup as unknown as Engine,
  network_optimize: networkOptimizer as unknown as Engine,
  oomkilled_remediate: oomkilledRemediation as unknown as Engine,
  ipv4_cost: ipv4CostTracker as unknown as Engine,
  image_bloat: imageBloatAnalyzer as unknown as Engine,
  shadow_it: shadowItTracker as unknown as Engine,
  noisy_neighbor: noisyNeighborDetector as unknown as Engine,
};
