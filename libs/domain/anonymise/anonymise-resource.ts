import type { CollectionFault } from '@ml/contracts/collection';
import { isObject } from '../prices/is-object';
import type { AnonymiseContext } from './anonymise-context';
import { collectionFault, type CollectionFaultCode } from './collection-fault';
import type { SeriesRow, TrainingRow } from './collected-rows';
import { keptConfig } from './kept-config';
import { keptMetrics, type NamedSeries } from './kept-metrics';
import { OTHER } from './kept-name';
import { keptParent } from './kept-parent';
import { keptTags } from './kept-tags';
import { labelOr } from './label-or';
import { PieceMemory } from './piece-memory';
import { placeOfRegion } from './regions/place-of-region';
import { resourceTimes } from './resource-times';

const CONFIDENCES = ['critical', 'high', 'medium', 'low'];
const MOST_ID = 2_048;
export const MOST_COST = 1e9;
const CENTS = 1e4;
/** Of `resource_type` and of `detection_scenario`. */
const MOST_LABEL = 50;

export interface AnonymisedResource {
  /** Null: it is left out, and the last fault says why. */
  readonly row: TrainingRow | null;
  readonly series: readonly SeriesRow[];
  readonly faults: readonly CollectionFault[];
}

type Posted = Readonly<Record<string, unknown>>;

/**
 * One resource of a scan as it was posted, without anything that says whose it is. Never throws: what cannot be kept is named by its place.
 * @param path `resources[17]`
 */
export const anonymiseResource = (posted: unknown, path: string, context: AnonymiseContext): AnonymisedResource => {
  const refused = refusal(posted);
  if (refused !== null) return { row: null, series: [], faults: [collectionFault(`${path}${refused.field}`, refused.code)] };
  const resource = posted as Posted;
  const faults: CollectionFault[] = [];
  const memory = context.memory ?? new PieceMemory();
  const metrics = keptMetrics(resource['metrics'], `${path}.metrics`, { ...context, memory });
  const row = trainingRow(resource, path, { context, memory, faults });
  faults.push(...metrics.faults);
  const series = context.fullSeries ? metrics.series.map((named) => seriesRow(row, named, memory)) : [];
  return { row: { ...row, metrics_summary: metrics.summary }, series, faults };
};

const refusal = (posted: unknown): { readonly field: string; readonly code: CollectionFaultCode } | null => {
  if (!isObject(posted)) return { field: '', code: 'NOT_A_RESOURCE' };
  const { resource_id: id, cost_monthly: cost } = posted;
  if (typeof id !== 'string' || id === '' || id.length > MOST_ID) return { field: '.resource_id', code: 'BAD_RESOURCE_ID' };
  if (typeof cost !== 'number' || !Number.isFinite(cost) || cost > MOST_COST) return { field: '.cost_monthly', code: 'BAD_COST' };
  return cost < 0 ? { field: '.cost_monthly', code: 'NEGATIVE_COST' } : null;
};

interface Writing {
  readonly context: AnonymiseContext;
  readonly memory: PieceMemory;
  readonly faults: CollectionFault[];
}

const trainingRow = (resource: Posted, path: string, { context, memory, faults }: Writing): TrainingRow => {
  const { header, vocabulary } = context;
  const place = placeOfRegion(resource['region']);
  // What has no region, licences for one, is no fault.
  if (place.region === OTHER && resource['region'] !== undefined && resource['region'] !== null) faults.push(collectionFault(`${path}.region`, 'UNKNOWN_REGION'));
  const times = resourceTimes(resource, context.completedAt, place);
  const config = keptConfig(resource['config'], `${path}.config`, vocabulary);
  const tags = keptTags(resource['tags'], `${path}.tags`, vocabulary);
  const parent = keptParent(resource['parent'], `${path}.parent`, context);
  faults.push(...times.faults.map(([field, code]) => collectionFault(`${path}.${field}`, code)), ...config.faults, ...tags.faults, ...parent.faults);
  return {
    account_hash: header.account_hash,
    resource_hash: context.hash(resource['resource_id'] as string),
    scan_id: header.scan_hash,
    resource_type: labelOr(resource['resource_type'], { path: `${path}.resource_type`, code: 'UNKNOWN_RESOURCE_TYPE', most: MOST_LABEL, vocabulary, faults }),
    provider: header.provider,
    region_anonymized: place.region,
    resource_age_days: times.ageDays,
    detection_scenario: labelOr(resource['detection_scenario'], { path: `${path}.detection_scenario`, code: 'UNKNOWN_SCENARIO', most: MOST_LABEL, vocabulary, faults }),
    confidence_level: confidence(resource['confidence_level'], path, faults),
    metrics_summary: null,
    cost_monthly: Math.round((resource['cost_monthly'] as number) * CENTS) / CENTS,
    resource_config: config.config,
    tags_anonymized: tags.tags,
    ...parent.columns,
    temporal_features: times.temporal,
    detected_at: memory.instant(times.detectedAt),
  };
};

const confidence = (posted: unknown, path: string, faults: CollectionFault[]): string => {
  const level = CONFIDENCES.find((known) => typeof posted === 'string' && posted.toLowerCase() === known);
  if (level === undefined) faults.push(collectionFault(`${path}.confidence_level`, 'UNKNOWN_CONFIDENCE'));
  return level ?? OTHER;
};

const seriesRow = ({ account_hash, resource_hash, scan_id, resource_type, provider }: TrainingRow, { name, series }: NamedSeries, memory: PieceMemory): SeriesRow => ({
  account_hash,
  resource_hash,
  scan_id,
  resource_type,
  provider,
  metric_name: name,
  metric_values: series.metric_values,
  aggregation_period: 'hourly',
  start_date: memory.instant(series.start),
  end_date: memory.instant(series.end),
});
