import type { EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot, ServiceRates } from '@ml/contracts/pricing';
import { defaultsOf } from '@ml/engine-kernel/settings';
import type { DecideInput } from '@ml/engine-kernel/engine';
import { epochMs } from '@ml/units/brand';
import { imageBloatAnalyzerSettings, type ImageBloatAnalyzerSettings } from './config';
import { decide } from './decide';
import { projectImageBloatAnalyzerState, type ImageBloatAnalyzerState } from './state';

type Json = Readonly<Record<string, unknown>>;

const RATES: ServiceRates = {
  as_of: '2026-09-25',
  cross_az_gb: 0.01,
  internet_egress_gb: 0.09,
  public_ipv4_hour: 0.005,
  nat_gateway_hour: 0.045,
  nat_gateway_gb: 0.045,
  interface_endpoint_hour: 0.01,
  interface_endpoint_gb: 0.01,
  load_balancer_hour: { application: 0.0225, network: 0.0225, gateway: 0.0125, classic: 0.025 },
  ecr_storage_gb_month: 0.1,
  snapshot_gb_month: 0.05,
  volumes: { gp2: null, gp3: null, io1: null, io2: null, st1: null, sc1: null, standard: null },
};

export const pricesWith = (rates: Partial<ServiceRates> = {}): PriceSnapshot => ({
  schema: 1,
  region: 'us-east-1',
  as_of: '2026-11-20T10:00:00Z',
  prices_as_of: null,
  advisor_as_of: null,
  on_demand_as_of: null,
  catalogue_as_of: null,
  source: 'catalogue',
  types: [],
  pools: [],
  rates: { ...RATES, ...rates },
});

export interface Asked {
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | undefined;
  readonly observed_at?: string;
}

export const inputFor = (images: unknown, asked: Asked = {}): DecideInput<ImageBloatAnalyzerState, ImageBloatAnalyzerSettings> => ({
  request: {
    request_id: 'r-1',
    cluster_id: 'c-1',
    customer_id: null,
    decision_type: 'image_bloat',
    requirements: { region: 'us-east-1', ...asked.requirements },
    constraints: { ...asked.constraints },
    cause: 'routine',
  },
  state: projectImageBloatAnalyzerState({ observed_at: asked.observed_at ?? '2026-11-20T09:59:00Z', images }),
  facts: { prices: 'prices' in asked ? asked.prices : pricesWith(), pools: undefined },
  memory: [],
  config: defaultsOf(imageBloatAnalyzerSettings),
  now: epochMs(Date.UTC(2026, 10, 20, 10)),
});

export const decisionFor = (images: unknown, asked: Asked = {}): EngineDecision => decide(inputFor(images, asked)).decision;

/** Size in MB, the step, and a digest where it matters. */
export type Layer = readonly [mb: number, step: string, digest?: string];

export const image = (name: string, layers: readonly Layer[], more: Json = {}): Json => ({
  image: name,
  layers: layers.map(([mb, step, digest], index) => ({ digest: digest ?? `sha256:${name}-${index}`, size_bytes: Math.round(mb * 1e6), created_by: step })),
  pulls_per_month: 0,
  cross_az_pulls_pct: 0,
  egress_pulls_pct: 0,
  ...more,
});

export const SLIM_ROOT: Layer = [29.8, "RUN # debian.sh --arch 'amd64' out/ 'trixie' '@1785715200'"];
export const FULL_ROOT: Layer = [49.3, "RUN # debian.sh --arch 'amd64' out/ 'trixie' '@1785715200'"];
