import type { AdvisorClass, PoolFacts, PriceSnapshot, TypeFacts } from '@ml/contracts/pricing';
import type { EngineDecision } from '@ml/contracts/decision';
import type { ForecastSnapshot, PoolOutlook } from '@ml/contracts/forecasts';
import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { GIB } from '@ml/units/size';
import { spotSettings, type SpotConfig } from './config';
import { spotOptimizer } from './engine';
import type { SpotInput } from './situation';

const MARKET_AS_OF = '2026-11-20T10:00:00Z';

/** A Friday morning in Virginia, five minutes after the market was built. */
export const NOW = epochMs(Date.parse(MARKET_AS_OF) + 5 * 60_000);

export interface Scene {
  readonly prices?: PriceSnapshot | undefined;
  readonly pools?: PoolSnapshot;
  readonly poolForecast?: ForecastSnapshot | undefined;
  readonly requirements?: Readonly<Record<string, unknown>>;
  readonly constraints?: Readonly<Record<string, unknown>>;
  /** Raw Kubernetes nodes. */
  readonly nodes?: readonly unknown[];
  /** RFC 3339. */
  readonly observedAt?: string;
  readonly config?: Partial<SpotConfig>;
}

export const inputOf = (scene: Scene): SpotInput => ({
  request: {
    request_id: 'req-1',
    cluster_id: 'c-1',
    customer_id: null,
    decision_type: 'spot_optimize',
    requirements: scene.requirements ?? {},
    constraints: scene.constraints ?? {},
    cause: 'routine',
  },
  state: spotOptimizer.project({ nodes: scene.nodes ?? [], observed_at: scene.observedAt }),
  facts: { prices: 'prices' in scene ? scene.prices : marketOf(), pools: scene.pools, poolForecast: scene.poolForecast },
  memory: [],
  config: { ...defaultsOf(spotSettings), ...scene.config },
  now: NOW,
});

export const decide = (scene: Scene, version: '1.0.0' | '2.0.0' = '2.0.0'): EngineDecision => {
  const found = spotOptimizer.versions.find((candidate) => candidate.version === version);
  if (found === undefined) throw new Error(`no version ${version}`);
  return found.decide(inputOf(scene)).decision;
};

export interface PlannedNode {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly capacity_type: 'spot' | 'on-demand';
  readonly count: number;
  readonly hourly_price: number;
  readonly expected_hourly_cost: number;
  readonly estimated_monthly_savings?: number;
}

/** As the answer shows it. */
export interface ShownPlan {
  readonly nodes: readonly PlannedNode[];
  readonly layers: readonly { readonly layer: string; readonly unit: string; readonly limit: number; readonly value: number | null; readonly holds: boolean }[];
  readonly nodes_after: number;
  readonly hourly_price: number;
  readonly expected_hourly_cost: number;
}

export const planIn = (decision: EngineDecision, field: 'allocation_plan' | 'on_demand_plan' = 'allocation_plan'): ShownPlan | null =>
  decision.extra[field] as ShownPlan | null;

export const codesOf = (decision: EngineDecision): readonly string[] => decision.held.map((held) => held.code);

/** The nodes of a plan as Kubernetes would list them once it was carried out. */
export const nodesOf = (planned: readonly PlannedNode[]): readonly unknown[] =>
  planned.flatMap((line) =>
    Array.from({ length: line.count }, (_, index) =>
      nodeOf(`${line.instance_type}-${line.availability_zone}-${line.capacity_type}-${index}`, [line.instance_type, line.availability_zone, line.capacity_type]),
    ),
  );

/** Instance type, zone, capacity type. */
export type Labels = readonly [type: string, zone: string, capacity: string];

export const nodeOf = (name: string, [type, zone, capacity]: Labels, annotations: Readonly<Record<string, string>> = {}): unknown => ({
  metadata: {
    name,
    annotations,
    labels: { 'node.kubernetes.io/instance-type': type, 'topology.kubernetes.io/zone': zone, 'karpenter.sh/capacity-type': capacity },
  },
});

export const typeOf = (instanceType: string, more: Partial<TypeFacts> & { readonly advisorClass?: AdvisorClass | null; readonly price?: number | null } = {}): TypeFacts => {
  const { advisorClass = 0, price = 0.1, ...facts } = more;
  return {
    instance_type: instanceType,
    vcpu: 2,
    memory_bytes: 8 * GIB,
    architectures: ['x86_64'],
    gpus: 0,
    local_storage_gb: 0,
    max_pods: 29,
    current_generation: true,
    bare_metal: false,
    burstable: false,
    on_demand: price === null ? {} : { Linux: price },
    advisor: advisorClass === null ? {} : { Linux: { class: advisorClass, savings_pct: null } },
    availability_zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    ...facts,
  };
};

export const poolOf = (pool: string, price: number, more: Partial<PoolFacts> = {}): PoolFacts => {
  const [instanceType = '', zone = ''] = pool.split('/');
  return {
    instance_type: instanceType,
    availability_zone: zone,
    product: 'Linux/UNIX',
    price,
    price_since: MARKET_AS_OF,
    cv_168h: 0,
    history_hours: 168,
    ...more,
  };
};

/** Two calm types in three zones, unless said otherwise: m5.large from 0.030, c5.large from 0.040, on demand 0.1. */
export const marketOf = (more: Partial<PriceSnapshot> = {}): PriceSnapshot => ({
  schema: 1,
  region: 'us-east-1',
  as_of: MARKET_AS_OF,
  prices_as_of: MARKET_AS_OF,
  advisor_as_of: MARKET_AS_OF,
  on_demand_as_of: MARKET_AS_OF,
  catalogue_as_of: MARKET_AS_OF,
  source: 'emulator',
  types: [typeOf('m5.large'), typeOf('c5.large')],
  pools: ['a', 'b', 'c'].flatMap((letter, index) => [
    poolOf(`m5.large/us-east-1${letter}`, 0.03 + index / 1_000),
    poolOf(`c5.large/us-east-1${letter}`, 0.04 + index / 1_000),
  ]),
  ...more,
});

const REF = { name: 'prices', version: '1.0.0' } as const;

/** Of the market as it stands, unless said otherwise; models of prices and of interruptions. */
export const forecastOf = (pools: readonly PoolOutlook[], more: Partial<ForecastSnapshot> = {}): ForecastSnapshot => ({
  ...{ schema: 1, region: 'us-east-1', as_of: MARKET_AS_OF, price_snapshot: 'sha256:0', horizon_hours: 24, fallbacks: [] },
  models: { price: { ...REF, id: 'm-price' }, interruption: { ...REF, name: 'interruptions', id: 'm-interruption' } },
  pools,
  ...more,
});

/** Ten nodes of two vCPU and 8 GiB. */
export const TEN = { region: 'us-east-1', vcpu: 2, memory_gib: 8, count: 10, architecture: 'x86_64' };

export const lesson = (more: Partial<PoolLesson> = {}): PoolLesson => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  level: 'NORMAL',
  learned_score: 0.5,
  confidence: 0.5,
  blocked_until: null,
  ...more,
});
export const lessons = (...pools: readonly PoolLesson[]) => ({ weight: 0, as_of: '2026-11-20T10:00:00Z', pools });
