import binPack from './examples/bin-pack-half-empty-cluster.json';
import ghostProbe from './examples/ghost-probe-left-behind-by-a-node-pool.json';
import imageBloat from './examples/image-bloat-compiler-left-in.json';
import ipv4Cost from './examples/ipv4-cost-idle-and-doubled.json';
import networkOptimize from './examples/network-optimize-chatty-pair.json';
import noisyNeighbor from './examples/noisy-neighbor-backup-beside-a-shop.json';
import oomkilled from './examples/oomkilled-remediate-killed-at-the-limit.json';
import rightsize from './examples/rightsize-oversized-nodes-and-requests.json';
import schedule from './examples/schedule-two-teams.json';
import shadowIt from './examples/shadow-it-outside-every-cluster.json';
import newNodes from './examples/spot-optimize-new-nodes.json';
import replaceNodes from './examples/spot-optimize-replace-nodes.json';
import smallCluster from './examples/spot-optimize-small-cluster.json';
import volumeCleanup from './examples/volume-cleanup-three-steps-of-the-ladder.json';

/** One request as a platform would send it, without the id that it makes for each. */
export interface Example {
  readonly title: string;
  /** After `/api/v1/ml/decision/`. */
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly cluster_id: string; readonly requirements: Readonly<Record<string, unknown>> };
}

/** The first is what `npm start` asks. */
export const EXAMPLES: readonly [Example, ...Example[]] = [
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

/** The same request about another region. */
export const inRegion = (example: Example, region: string): Example => ({
  ...example,
  body: { ...example.body, requirements: { ...example.body.requirements, region } },
});

/** The same request about another cluster, of which nothing is remembered yet. */
export const ofCluster = (example: Example, suffix: string): Example => ({ ...example, body: { ...example.body, cluster_id: `${example.body.cluster_id}-${suffix}` } });
