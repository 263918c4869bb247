import fc from 'fast-check';
import { hoursAgo, type Native, type WorldNode, type WorldPod } from './kubernetes-parts';

const STEP_SECONDS = 3_600;
const SAMPLES = 24 * 8;
const MIB = 1024 * 1024;

const level = fc.constantFrom(0.05, 0.3, 0.7, 0.95);

/** A day's wave around a level, the same for every draw of that level. */
const wave = (height: number): readonly number[] => Array.from({ length: SAMPLES }, (_, hour) => Number((height * (0.8 + 0.2 * Math.sin((hour * Math.PI) / 12))).toFixed(4)));

const WINDOW = { start: hoursAgo(SAMPLES), end: hoursAgo(0), step_seconds: STEP_SECONDS };

export const usage = (nodes: readonly WorldNode[], pods: readonly WorldPod[]): fc.Arbitrary<Native> =>
  fc.array(level, { minLength: nodes.length + pods.length, maxLength: nodes.length + pods.length }).map((levels) => ({
    window: WINDOW,
    nodes: nodes.map(({ name }, index) => ({ name, cpu_cores: wave(3.9 * (levels[index] ?? 0)), memory_bytes: wave(15 * 1024 * MIB * (levels[index] ?? 0)) })),
    containers: pods.map((pod, index) => {
      const share = levels[nodes.length + index] ?? 0;
      return {
        namespace: pod.namespace,
        pod: pod.name,
        container: 'app',
        workload: { kind: 'Deployment', name: pod.workload },
        cpu_cores: wave((pod.cpu / 1_000) * share),
        memory_bytes: wave(pod.memoryMib * MIB * share),
      };
    }),
  }));

/** Mostly one that has pods. */
const workloadIn = (namespace: string, pods: readonly WorldPod[]): fc.Arbitrary<string> =>
  fc.constantFrom('web', ...pods.filter((pod) => pod.namespace === namespace).map(({ workload }) => workload));

export const traffic = (nodes: readonly WorldNode[], pods: readonly WorldPod[]): fc.Arbitrary<readonly Native[]> =>
  fc
    .uniqueArray(fc.record({ from: workloadIn('shop', pods), to: workloadIn('shop', pods), gb: fc.constantFrom(1, 40, 900), zone: fc.constantFrom('us-east-1b', null, null) }), {
      maxLength: 6,
      selector: ({ from, to, zone }) => `${from} ${to} ${zone ?? ''}`,
    })
    .map((drawn) => {
      const zones = new Map(nodes.map(({ name, zone }) => [name, zone]));
      const zoneOf = (name: string): string | null => zones.get(pods.find(({ namespace, workload }) => namespace === 'shop' && workload === name)?.node ?? '') ?? null;
      return drawn.map(({ from, to, gb, zone }) => ({
        source: { namespace: 'shop', workload: from },
        destination: { namespace: 'shop', workload: to },
        gb_per_day: gb,
        // Some was measured where the pods stand, some where they stood long ago.
        source_zone: zone === null ? zoneOf(from) : 'us-east-1a',
        destination_zone: zone ?? zoneOf(to),
      }));
    })
    // Two of these may come to the same zones.
    .map((drawn) => [...new Map(drawn.map((flow) => [JSON.stringify({ ...flow, gb_per_day: 0 }), flow])).values()]);

export const network = (pods: readonly WorldPod[]): fc.Arbitrary<readonly Native[]> =>
  fc.array(fc.constantFrom(1, 1, 1, 200), { minLength: pods.length, maxLength: pods.length }).map((factors) =>
    pods.map((pod, index) => ({
      namespace: pod.namespace,
      pod: pod.name,
      node: pod.node,
      rx_bytes_per_second: 1e5 * (factors[index] ?? 1),
      tx_bytes_per_second: 2e5 * (factors[index] ?? 1),
      cross_az_gb_month: 10 * (factors[index] ?? 1),
      egress_gb_month: 30 * (factors[index] ?? 1),
      allowance_exceeded: { bw_out: index, pps: 0, conntrack: 0 },
      latency_ms: { p50: 2, p95: 4 + 10 * index },
    })),
  );

const LAYER_TEXTS = ['ADD rootfs.tar.gz / # debian', 'RUN apt-get update && apt-get install -y gcc g++ make', 'RUN npm ci', 'COPY . /app', 'RUN pip install -r requirements.txt'] as const;

export const images = (): fc.Arbitrary<readonly Native[]> =>
  fc.array(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), { maxLength: 4 }).map((drawn) =>
    drawn.map((megabytes, image) => ({
      image: `shop/app-${image}:1.2`,
      digest: `sha256:${String(image).padStart(64, '0')}`,
      size_bytes: megabytes.reduce((sum, mb) => sum + mb * 1e6, 0),
      layers: megabytes.map((mb, layer) => ({ digest: `sha256:${String(mb * 10 + layer).padStart(64, '0')}`, size_bytes: mb * 1e6, created_by: LAYER_TEXTS[layer % LAYER_TEXTS.length] })),
      pulls_per_month: 300,
      nodes: 12,
      cross_az_pulls_pct: 60,
      egress_pulls_pct: 5,
    })),
  );

export const oomEvents = (pods: readonly WorldPod[]): readonly Native[] =>
  pods
    .filter(({ oomKills }) => oomKills > 1)
    .flatMap((pod) =>
      Array.from({ length: pod.oomKills }, (_, kill) => ({
        reason: 'OOMKilled',
        namespace: pod.namespace,
        pod: pod.name,
        container: 'app',
        container_id: `containerd://${pod.name}-${kill}`,
        finished_at: hoursAgo(3 + kill),
      })),
    );
