import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentState } from '../current-state';
import { StateFault } from '../fault';
import { fallback } from '../shapes';
import { readContainerEvents } from './container-event';
import { readContainerImages } from './container-image';
import { readKnownClusters } from './known-cluster';
import { readObservedAt } from './observed-at';
import { readPodNetworks } from './pod-network';
import { readTraffic } from './traffic';
import { NO_USAGE, readUsage } from './usage';

const project = currentState({
  usage: fallback(readUsage, NO_USAGE),
  traffic: fallback(readTraffic, []),
  network: fallback(readPodNetworks, []),
  images: fallback(readContainerImages, []),
  events: fallback(readContainerEvents, []),
  clusters: fallback(readKnownClusters, []),
  instances_observed_at: readObservedAt,
});

const WINDOW = { start: '2026-11-13T00:00:00Z', end: '2026-11-20T00:00:00Z', step_seconds: 300 };
const CONTAINER = { namespace: 'default', pod: 'p1', container: 'c' };
const FLOW = { source: { namespace: 'a', workload: 'api' }, destination: { namespace: 'a', workload: 'db' }, gb_per_day: 100 };

const messageOf = (posted: unknown): string => {
  try {
    project(posted);
  } catch (error) {
    if (error instanceof StateFault) return `${error.code} ${error.message}`;
  }
  throw new Error('nothing was wrong');
};

describe('what is observed', () => {
  it('may all be left out', () => {
    expect(project({})).toEqual({ usage: NO_USAGE, traffic: [], network: [], images: [], events: [], clusters: [], instances_observed_at: null });
  });

  it('of usage is read with its gaps, sorted by name', () => {
    const usage = readUsage({
      window: WINDOW,
      nodes: [{ name: 'n2', cpu_cores: [0.4, null, 0] }, { name: 'n1', memory_bytes: [1e9] }],
      containers: [{ ...CONTAINER, workload: { kind: 'Deployment', name: 'web' }, cpu_cores: [0.1], memory_bytes: [2e8] }],
    });
    expect(usage).toEqual({
      window: { start: Date.UTC(2026, 10, 13), end: Date.UTC(2026, 10, 20), stepSeconds: 300 },
      nodes: [
        { name: 'n1', cpuCores: null, memoryBytes: [1e9] },
        { name: 'n2', cpuCores: [0.4, null, 0], memoryBytes: null },
      ],
      containers: [{ ...CONTAINER, workload: { kind: 'Deployment', name: 'web' }, cpuCores: [0.1], memoryBytes: [2e8] }],
    });
  });

  it('of traffic and network is read, with null for what is not told', () => {
    expect(readTraffic([{ ...FLOW, source_zone: 'us-east-1a' }])).toEqual([
      { source: FLOW.source, destination: FLOW.destination, gbPerDay: 100, sourceZone: 'us-east-1a', destinationZone: null },
    ]);
    expect(readPodNetworks([{ namespace: 'a', pod: 'p', tx_bytes_per_second: 9e7, allowance_exceeded: { bw_out: 12 }, latency_ms: { p95: 40 } }])).toEqual([
      {
        ...{ namespace: 'a', pod: 'p', node: null, rxBytesPerSecond: null, txBytesPerSecond: 9e7, crossAzGbMonth: null, egressGbMonth: null },
        ...{ allowanceExceeded: { bwIn: null, bwOut: 12, pps: null, conntrack: null }, latencyMs: { p50: null, p95: 40 } },
      },
    ]);
  });

  it('of images keeps the order of the layers', () => {
    const layers = [
      { digest: 'sha256:b', size_bytes: 1_000, created_by: 'RUN apt-get install gcc' },
      { digest: 'sha256:a', size_bytes: 5 },
    ];
    expect(readContainerImages([{ image: 'repo/app:1.2', digest: 'sha256:c', size_bytes: 1_005, layers, nodes: 12, cross_az_pulls_pct: 60 }])).toEqual([
      {
        ...{ image: 'repo/app:1.2', digest: 'sha256:c', size: 1_005, pullsPerMonth: null, nodes: 12, crossAzPullsPct: 60, egressPullsPct: null },
        layers: [
          { digest: 'sha256:b', size: 1_000, createdBy: 'RUN apt-get install gcc' },
          { digest: 'sha256:a', size: 5, createdBy: null },
        ],
      },
    ]);
  });

  it('of events counts once what is told twice', () => {
    const event = { reason: 'OOMKilled', ...CONTAINER, container_id: 'containerd://1', finished_at: '2026-11-20T10:00:00Z' };
    const later = { ...event, finished_at: '2026-11-20T11:00:00Z' };
    const read = readContainerEvents([later, event, event]);
    expect(read.map((one) => one.finishedAt)).toEqual([Date.UTC(2026, 10, 20, 10), Date.UTC(2026, 10, 20, 11)]);
    expect(readContainerEvents({ items: [event, later] })).toEqual(read);
  });

  it('of other clusters normalises the handles of volumes', () => {
    expect(readKnownClusters([{ cluster_id: 'c-2', provider_ids: ['aws:///us-east-1a/i-1'], volume_ids: ['aws://us-east-1a/vol-2', 'vol-1', 'vol-2'] }])).toEqual([
      { clusterId: 'c-2', providerIds: ['aws:///us-east-1a/i-1'], volumeIds: ['vol-1', 'vol-2'] },
    ]);
  });

  it('reads the same in any order', () => {
    const traffic = ['a', 'b', 'c', 'd'].map((workload) => ({ ...FLOW, source: { namespace: 'a', workload } }));
    fc.assert(
      fc.property(fc.shuffledSubarray(traffic, { minLength: traffic.length }), (shuffled) => {
        expect(readTraffic(shuffled)).toEqual(readTraffic(traffic));
      }),
    );
  });
});

describe('a fault in what is observed', () => {
  it.each([
    [{ usage: [] }, 'BAD_STATE current_state.usage: a list is not an object'],
    [{ usage: { window: { ...WINDOW, step_seconds: 0 } } }, 'BAD_FIELD current_state.usage.window.step_seconds: 0 is not between 1 and 86400'],
    [{ usage: { window: { ...WINDOW, end: WINDOW.start } } }, 'BAD_FIELD current_state.usage.window.end: is not after the start'],
    [{ usage: { nodes: [{ name: 'n1', cpu_cores: [0.1, -0.1] }] } }, 'BAD_FIELD current_state.usage.nodes[0].cpu_cores[1]: -0.1 is not between 0 and 100000'],
    [{ usage: { nodes: [{ name: 'n1', cpu_cores: ['1'] }] } }, 'BAD_FIELD current_state.usage.nodes[0].cpu_cores[0]: "1" is not a number'],
    [{ usage: { nodes: [{ name: 'n1', cpu_cores: [Number.NaN] }] } }, 'BAD_FIELD current_state.usage.nodes[0].cpu_cores[0]: NaN is not a number'],
    [{ usage: { nodes: [{ name: 'n1', cpu_cores: 1 }] } }, 'BAD_STATE current_state.usage.nodes[0].cpu_cores: 1 is not a list'],
    [{ usage: { nodes: [{ name: 'n1', cpu_cores: new Array(100_001).fill(1) }] } }, 'BAD_STATE current_state.usage.nodes[0].cpu_cores: 100001 samples are more than 100000'],
    [{ usage: { nodes: [{ name: 'n1' }, { name: 'n1' }] } }, 'DUPLICATE_FIELD current_state.usage.nodes[1].name: "n1" is given twice'],
    [{ usage: { containers: [CONTAINER, CONTAINER] } }, 'DUPLICATE_FIELD current_state.usage.containers[1].container: "default / p1 / c" is given twice'],
    [{ usage: { containers: [{ ...CONTAINER, workload: 'web' }] } }, 'BAD_STATE current_state.usage.containers[0].workload: "web" is not an object'],
    [{ traffic: [{ ...FLOW, gb_per_day: -1 }] }, 'BAD_FIELD current_state.traffic[0].gb_per_day: -1 is not between 0 and 1000000000'],
    [{ traffic: [{ source: FLOW.source, gb_per_day: 1 }] }, 'MISSING_FIELD current_state.traffic[0].destination: is missing'],
    [{ network: [{ namespace: 'a', pod: '' }] }, 'BAD_FIELD current_state.network[0].pod: an empty name'],
    [{ images: [{ image: 'a', layers: [{ digest: 'd' }] }] }, 'MISSING_FIELD current_state.images[0].layers[0].size_bytes: is missing'],
    [{ images: [{ image: 'a', egress_pulls_pct: 101 }] }, 'BAD_FIELD current_state.images[0].egress_pulls_pct: 101 is not between 0 and 100'],
    [{ images: [{ image: 'a' }, { image: 'a' }] }, 'DUPLICATE_FIELD current_state.images[1].image: "a" is given twice'],
    [{ events: [{ reason: 'OOMKilled', namespace: 'a', pod: 'p', finished_at: 'now' }] }, 'BAD_TIME current_state.events[0].finished_at: "now" is not an RFC 3339 time'],
    [{ clusters: [{ cluster_id: 'c', volume_ids: ['fs-1'] }] }, 'BAD_FIELD current_state.clusters[0].volume_ids[0]: "fs-1" is not an EBS volume'],
    [{ instances_observed_at: 7 }, 'BAD_TIME current_state.instances_observed_at: 7 is not an RFC 3339 time'],
  ])('names the path: %#', (posted, message) => {
    expect(messageOf(posted)).toBe(message);
  });

  it('is the only thing thrown, whatever is posted', () => {
    const kinds = fc.constantFrom('usage', 'traffic', 'network', 'images', 'events', 'clusters');
    fc.assert(
      fc.property(fc.dictionary(kinds, fc.anything()), (posted) => {
        try {
          project(posted);
        } catch (error) {
          expect(error).toBeInstanceOf(StateFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});
