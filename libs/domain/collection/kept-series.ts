import type { CollectionFault, PostedSeries } from '@ml/contracts/collection';
import { collectionFault, type CollectionFaultCode } from '../anonymise/collection-fault';
import type { SeriesRow } from '../anonymise/collected-rows';
import { readTimed } from '../anonymise/kept-metrics';
import { keptName } from '../anonymise/kept-name';
import { labelOr } from '../anonymise/label-or';
import type { Vocabulary } from '../anonymise/vocabulary';

/** A series without whose it is. */
export type UnownedSeries = Omit<SeriesRow, 'account_hash' | 'resource_hash' | 'scan_id'>;

export interface KeptSeries {
  /** Null: nothing of it can be kept, the faults say why. */
  readonly series: UnownedSeries | null;
  readonly samples: number;
  readonly faults: readonly CollectionFault[];
}

interface SeriesContext {
  readonly vocabulary: Vocabulary;
  /** Milliseconds since the epoch: nothing was measured later. */
  readonly until: number;
  /** Whether the hours are kept besides their aggregates. */
  readonly fullSeries: boolean;
}

/** As wide as their columns. */
const [MOST_TYPE, MOST_METRIC] = [50, 100];

/** Names of known words, an hourly grid, aggregates. */
export const keptSeries = (posted: PostedSeries, { vocabulary, until, fullSeries }: SeriesContext): KeptSeries => {
  const name = keptName(posted.metric_name, vocabulary, MOST_METRIC);
  if (name === null) return { series: null, samples: 0, faults: [collectionFault('metric_name', 'UNKNOWN_METRIC')] };
  const faults: CollectionFault[] = [];
  const resource_type = labelOr(posted.resource_type, { path: 'resource_type', code: 'UNKNOWN_RESOURCE_TYPE', most: MOST_TYPE, vocabulary, faults });
  const { series, codes } = readTimed(posted, until);
  faults.push(...codes.map((code) => collectionFault(placeOf(code), code)));
  if (series === null) return { series: null, samples: 0, faults };
  const { metric_values: values, start, end } = series;
  const kept: UnownedSeries = {
    resource_type,
    provider: posted.provider,
    metric_name: name,
    metric_values: fullSeries ? values : { ...values, timeseries: [] },
    aggregation_period: 'hourly',
    start_date: new Date(start).toISOString(),
    end_date: new Date(end).toISOString(),
  };
  return { series: kept, samples: values.samples, faults };
};

const OF_TIME: readonly CollectionFaultCode[] = ['FUTURE_SAMPLES', 'SERIES_TOO_LONG', 'OLD_SERIES'];
const placeOf = (code: CollectionFaultCode): string => (OF_TIME.includes(code) ? 'timestamps' : 'values');
