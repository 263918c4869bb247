import binPack from './bin-pack-half-empty-cluster.json';
import ghostProbe from './ghost-probe-left-behind-by-a-node-pool.json';
import imageBloat from './image-bloat-compiler-left-in.json';
import ipv4Cost from './ipv4-cost-idle-and-doubled.json';
import networkOptimize from './network-optimize-chatty-pair.json';
import noisyNeighbor from './noisy-neighbor-backup-beside-a-shop.json';
import oomkilled from './oomkilled-remediate-killed-at-the-limit.json';
import rightsize from './rightsize-oversized-nodes-and-requests.json';
import schedule from './schedule-two-teams.json';
import shadowIt from './shadow-it-outside-every-cluster.json';
import newNodes from './spot-optimize-new-nodes.json';
import replaceNodes from './spot-optimize-replace-nodes.json';
import smallCluster from './spot-optimize-small-cluster.json';
import volumeCleanup from './volume-cleanup-three-steps-of-the-ladder.json';

/** One request as a platform would send it, without the id that it makes for each. */
export interface DecisionSample {
  readonly title: string;
  /** After `/api/v1/ml/decision/`. */
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly cluster_id: string; readonly requirements: Readonly<Record<string, unknown>> };
}

/** What each engine can be shown at work with. The first is what `npm start` asks. */
export const DECISION_SAMPLES: readonly [DecisionSample, ...DecisionSample[]] = [
  { title: 'Twelve new nodes with 4 vCPU and 16 GiB', route: 'spot-optimize', body: newNodes },
  { title: 'Nine on-demand nodes that could be spot', route: 'spot-optimize', body: replaceNodes },
  { title: 'Three nodes: too few to spread', route: 'spot-optimize', body: smallCluster },
  { title: 'Six nodes, half of them half empty', route: 'bin-pack', body: binPack },
  { title: 'Nodes and requests four times as large as needed', route: 'rightsize', body: rightsize },
  { title: 'Two teams on two continents: one of them sleeps', route: 'schedule', body: schedule },
  { title: 'A machine that its node pool has left behind', route: 'ghost-probe', body: ghostProbe },
  { title: 'Six volumes that nothing is attached to', route: 'volume-cleanup', body: volumeCleanup },
  { title: 'Two workloads that talk across zones', route: 'network-optimize', body: networkOptimize },
  { title: 'Containers killed at their memory limit', route: 'oomkilled-remediate', body: oomkilled },
  { title: 'Public addresses that are idle, NAT gateways that are doubled', route: 'ipv4-cost', body: ipv4Cost },
  { title: 'Images with the compiler left in', route: 'image-bloat', body: imageBloat },
  { title: 'An experiment that nobody has switched off', route: 'shadow-it', body: shadowIt },
  { title: 'A backup that slows a shop down', route: 'noisy-neighbor', body: noisyNeighbor },
];

