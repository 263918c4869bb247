import type { DecisionType } from '@ml/contracts/engine-types';
import { hoursAgo, instanceId, nodeObject, podObject, workloadObjects, type Native, type WorldNode, type WorldPod } from '@ml/testing/worlds/kubernetes-parts';
import { WORLD_TYPES } from '@ml/testing/worlds/run-engine';

const COUNT = 10_000;
/** A week by the hour. */
const SAMPLES = 168;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
const MIB = 1024 * 1024;

const times = <T>(count: number, make: (index: number) => T): readonly T[] => Array.from({ length: count }, (_, index) => make(index));
const pick = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
const hex = (index: number): string => index.toString(16).padStart(17, '0');

const node = (index: number): WorldNode => ({ name: `node-${index}`, instanceId: instanceId(index), type: pick(WORLD_TYPES, index), zone: pick(ZONES, index), spot: index % 2 === 0, cordoned: false });

const pod = (nodes: number) => (index: number): WorldPod => ({
  name: `web-${Math.floor(index / 10)}-5d4f8c7b9d-${index}`,
  namespace: index % 2 === 0 ? 'shop' : 'dev',
  workload: `web-${Math.floor(index / 10)}`,
  node: `node-${index % nodes}`,
  cpu: 250,
  memoryMib: 512,
  oomKills: index % 20 === 0 ? 2 : 0,
});

const OBSERVED = { observed_at: hoursAgo(0.05), instances_observed_at: hoursAgo(0.05), nodes_observed_at: hoursAgo(0.05) } as const;

const series = (height: number, phase: number): readonly number[] => times(SAMPLES, (hour) => height * (0.7 + 0.3 * Math.sin((hour + phase) / 4)));

const instance = (index: number): Native => ({
  InstanceId: instanceId(index),
  InstanceType: pick(WORLD_TYPES, index),
  State: { Name: 'running' },
  LaunchTime: hoursAgo(300),
  Placement: { AvailabilityZone: pick(ZONES, index) },
  Tags: [{ Key: 'team', Value: 'x' }],
});

const volume = (index: number): Native => ({
  VolumeId: `vol-${hex(index)}`,
  Size: 100 + (index % 400),
  VolumeType: 'gp3',
  Iops: 3_000,
  Throughput: 125,
  CreateTime: hoursAgo(24 * 60),
  AvailabilityZone: pick(ZONES, index),
  State: index % 3 === 0 ? 'in-use' : 'available',
  Attachments: index % 3 === 0 ? [{ InstanceId: instanceId(index), State: 'attached' }] : [],
  Tags: [],
});

const address = (index: number): string => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

const addresses = (): Native => ({
  addresses: times(COUNT / 2, (index) => ({
    AllocationId: `eipalloc-${hex(index)}`,
    PublicIp: address(index),
    PublicIpv4Pool: 'amazon',
    ...(index % 2 === 0 && { AssociationId: `eipassoc-${index}`, NetworkInterfaceId: `eni-${hex(index)}` }),
  })),
  network_interfaces: times(COUNT / 2, (index) => ({
    NetworkInterfaceId: `eni-${hex(index)}`,
    InterfaceType: 'interface',
    AvailabilityZone: pick(ZONES, index),
    Status: 'in-use',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.4', ...(index % 2 === 0 && { Association: { PublicIp: address(index) } }) }],
  })),
});

const cluster = (nodes: number, pods: number): Native => {
  const all = times(pods, pod(nodes));
  return { ...OBSERVED, nodes: times(nodes, (index) => nodeObject(node(index))), pods: all.map(podObject), ...workloadObjects(all) };
};

const deployment = (index: number): Native => ({
  metadata: { name: `web-${index}`, namespace: index % 2 === 0 ? 'shop' : 'dev', creationTimestamp: hoursAgo(500) },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: `web-${index}` } },
    template: { metadata: { labels: { app: `web-${index}` } }, spec: { containers: [{ name: 'app', resources: { requests: { cpu: '250m', memory: '512Mi' } } }] } },
  },
  status: { readyReplicas: 3 },
});

const usage = (nodes: number, containers: number): Native => ({
  window: { start: hoursAgo(SAMPLES), end: hoursAgo(0), step_seconds: 3_600 },
  nodes: times(nodes, (index) => ({ name: `node-${index}`, cpu_cores: series(1 + (index % 3), index), memory_bytes: series(4_096 * MIB, index) })),
  containers: times(containers, (index) => {
    const { namespace, name, workload } = pod(nodes)(index);
    return { namespace, pod: name, container: 'app', workload: { kind: 'Deployment', name: workload }, cpu_cores: series(0.1, index), memory_bytes: series(200 * MIB, index) };
  }),
});

/** Ten pods a workload: all in one zone for the even ones, spread over three for the odd. */
const WORKLOADS = 300;
const zonedPod = (nodes: number) => (index: number): WorldPod => {
  const workload = Math.floor(index / 10);
  const at = workload % 2 === 0 ? 3 * (index % (nodes / 3)) + (Math.floor(workload / 2) % 3) : index % nodes;
  return { name: `web-${workload}-5d4f8c7b9d-${index}`, namespace: 'shop', workload: `web-${workload}`, node: `node-${at}`, cpu: 100, memoryMib: 256, oomKills: 0 };
};

const trafficZone = (workload: number, turn: number): string => pick(ZONES, workload % 2 === 0 ? Math.floor(workload / 2) : turn);

const traffic = (index: number): Native => {
  const [from, to] = [index % WORKLOADS, (index * 7 + 1 + Math.floor(index / WORKLOADS)) % WORKLOADS];
  const turn = Math.floor(index / 3);
  return {
    source: { namespace: 'shop', workload: `web-${from}` },
    destination: { namespace: 'shop', workload: `web-${to}` },
    gb_per_day: 11 + (index % 300),
    source_zone: trafficZone(from, turn),
    destination_zone: trafficZone(to, turn + index),
  };
};

const uniqueTraffic = (): readonly Native[] => [...new Map(times(COUNT * 2, traffic).map((pair) => [JSON.stringify({ ...pair, gb_per_day: 0 }), pair])).values()].slice(0, COUNT);

const talking = (nodes: number): Native => {
  const all = times(WORKLOADS * 10, zonedPod(nodes));
  return {
    ...OBSERVED,
    nodes: times(nodes, (index) => nodeObject(node(index))),
    pods: all.map(podObject).map((pod, index) => ({ ...pod, metadata: { ...(pod['metadata'] as Native), labels: { app: all[index]?.workload, 'pod-template-hash': '5d4f8c7b9d' } } })),
    deployments: times(WORKLOADS, (index) => ({ ...deployment(index), metadata: { name: `web-${index}`, namespace: 'shop' } })),
    services: times(WORKLOADS, (index) => ({ metadata: { name: `web-${index}`, namespace: 'shop' }, spec: { type: 'ClusterIP', selector: { app: `web-${index}` } } })),
    traffic: uniqueTraffic(),
  };
};

const balancer = (index: number): Native => ({
  LoadBalancerArn: `arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/lb-${index}/${hex(index)}`,
  LoadBalancerName: `lb-${index}`,
  DNSName: `lb-${index}-${hex(index)}.elb.us-east-1.amazonaws.com`,
  Type: 'network',
  CreatedTime: hoursAgo(24 * 60),
  AvailabilityZones: [{ ZoneName: 'us-east-1a' }],
});

const database = (index: number): Native => ({ DBInstanceIdentifier: `db-${index}`, DBInstanceClass: 'db.m5.large', DBInstanceStatus: 'available', InstanceCreateTime: hoursAgo(24 * 60), AvailabilityZone: 'us-east-1a' });

const exposed = (index: number): Native => ({ metadata: { name: `web-${index}`, namespace: 'shop' }, spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ hostname: balancer(index)['DNSName'] }] } } });

/** A fifth of the machines, volumes and load balancers belong to the cluster. */
const account = (): Native => ({
  ...OBSERVED,
  nodes: times(800, (index) => nodeObject(node(index))),
  instances: times(COUNT * 0.4, instance),
  volumes: times(COUNT * 0.4, volume),
  load_balancers: times(COUNT * 0.15, balancer),
  db_instances: times(COUNT * 0.05, database),
  persistent_volumes: times(800, (index) => ({ metadata: { name: `pv-${index}` }, spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${hex(index)}` } } })),
  services: times(300, exposed),
  ingresses: [],
});

const network = (index: number): Native => {
  const { namespace, name } = pod(1_000)(index);
  const loud = index % 500 === 0 ? 200 : 1;
  return { namespace, pod: name, node: `node-${index % 1_000}`, rx_bytes_per_second: 1e5 * loud, tx_bytes_per_second: 2e5 * loud, cross_az_gb_month: 3 * loud, egress_gb_month: 9 * loud };
};

const image = (index: number): Native => ({
  image: `shop/app-${index}:1`,
  digest: `sha256:${hex(index).padStart(64, '0')}`,
  size_bytes: 800e6,
  layers: times(8, (layer) => ({ digest: `sha256:${hex(layer < 3 ? layer : index * 8 + layer).padStart(64, '0')}`, size_bytes: 100e6, created_by: layer === 3 ? 'RUN apt-get update && apt-get install -y gcc' : 'COPY . /app' })),
  pulls_per_month: 100,
  nodes: 10,
});

const OFFICE_HOURS = { environments: [{ environment: 'dev', selector: { namespaces: ['dev', 'shop'] }, timezone: 'Europe/Berlin', expression: 'Mon-Fri 13:00-18:00 Europe/Berlin', scale_down_replicas: 0 }] };

/** A state of ten thousand objects of the kind that the engine is about, and what it is asked. */
export const ENGINE_STATES: Readonly<Partial<Record<DecisionType, () => { readonly state: Native; readonly requirements?: Native }>>> = {
  rightsize: () => ({ state: { ...cluster(1_000, 9_000), usage: usage(1_000, 9_000) } }),
  schedule: () => ({ state: { ...OBSERVED, deployments: times(COUNT, deployment) }, requirements: OFFICE_HOURS }),
  ghost_probe: () => ({ state: { ...OBSERVED, nodes: times(COUNT / 2, (index) => nodeObject(node(index))), instances: times(COUNT, instance) } }),
  volume_cleanup: () => ({ state: { ...OBSERVED, volumes: times(COUNT, volume) } }),
  network_optimize: () => ({ state: talking(300) }),
  oomkilled_remediate: () => ({ state: cluster(1_000, COUNT) }),
  ipv4_cost: () => ({ state: { ...OBSERVED, ...addresses() } }),
  image_bloat: () => ({ state: { ...OBSERVED, images: times(COUNT, image) } }),
  shadow_it: () => ({ state: account() }),
  noisy_neighbor: () => ({ state: { ...cluster(1_000, COUNT), network: times(COUNT, network) } }),
};
