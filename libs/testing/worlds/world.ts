import fc from 'fast-check';
import type { DecisionType } from '@ml/contracts/engine-types';
import { addresses, databases, instances, loadBalancers, volumes } from './cloud-parts';
import { hoursAgo, nodeObject, podObject, worldNodes, workloadObjects, worldPods, type Native } from './kubernetes-parts';
import { images, network, oomEvents, traffic, usage } from './series-parts';

/**
 * A small customer: one cluster and the account around it, in the native form of every list that any engine reads.
 * Names repeat between draws, so that a second round meets the first one's memory.
 */
export const worlds = (types: readonly string[]): fc.Arbitrary<Native> =>
  worldNodes(types)
    .chain((nodes) => worldPods(nodes).map((pods) => ({ nodes, pods })))
    .chain(({ nodes, pods }) =>
      fc
        .record({
          instances: instances(nodes, types),
          volumes: volumes(nodes),
          network_parts: addresses(),
          load_balancers: loadBalancers(),
          db_instances: databases(),
          usage: usage(nodes, pods),
          traffic: traffic(nodes, pods),
          network: network(pods),
          images: images(),
        })
        .map(({ network_parts, ...drawn }) => ({
          observed_at: hoursAgo(0.05),
          instances_observed_at: hoursAgo(0.05),
          nodes_observed_at: hoursAgo(0.06),
          nodes: nodes.map(nodeObject),
          pods: pods.map(podObject),
          ...workloadObjects(pods),
          ...drawn,
          ...network_parts,
          snapshots: [],
          events: oomEvents(pods),
        })),
    );

const OFFICE_HOURS = {
  environments: [
    {
      environment: 'dev',
      selector: { namespaces: ['dev', 'shop'] },
      timezone: 'Europe/Berlin',
      // It is Friday 11:30 in Berlin: closed.
      office_hours: { weekdays: { start: '13:00', end: '18:00' }, weekends: { enabled: false } },
      scale_down_replicas: 0,
      scale_down_instance_count: 1,
    },
  ],
};

/** What makes each engine look at a world; most need nothing. */
export const WORLD_REQUIREMENTS: Readonly<Partial<Record<DecisionType, Native>>> = {
  spot_optimize: { region: 'us-east-1', vcpu: 2, memory_gib: 4, count: 10 },
  schedule: OFFICE_HOURS,
};
