import type { _InstanceType } from '@aws-sdk/client-ec2';
import { Inject, Injectable } from '@nestjs/common';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import type { Product } from '@ml/contracts/pricing';
import { onlyAsked } from '@ml/domain/prices/only-asked';
import { productSpellings } from '@ml/domain/prices/products';
import type { SpotRow } from '@ml/domain/prices/rows';
import { parseSpotEntry, type SpotHistoryEntry } from '@ml/domain/prices/spot-history';
import { Clock } from '@ml/platform/clock';
import { AwsCalls } from './aws-calls';
import type { SourcePage } from './source-page';

/** What the API allows. */
const LARGEST_PAGE = 1_000;
/** The API tells the past: a row that is later than our clock by more than clocks differ is not true. */
const CLOCKS_DIFFER_MS = 15 * 60_000;

export interface SpotHistoryAsk {
  readonly region: string;
  readonly products: readonly Product[];
  /** Empty: all. */
  readonly instanceTypes: readonly string[];
  readonly from: Date;
  readonly until: Date;
  readonly token: string | null;
  readonly pageSize: number | undefined;
  readonly lane: FetchLane;
}

/** Changes of spot prices, and for each pool the one that was in force at the start. */
@Injectable()
export class SpotHistorySource {
  constructor(
    @Inject(AwsCalls) private readonly aws: AwsCalls,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError SOURCE_FAILED */
  async page(ask: SpotHistoryAsk): Promise<SourcePage<SpotRow>> {
    const input = {
      MaxResults: Math.min(LARGEST_PAGE, Math.max(1, ask.pageSize ?? LARGEST_PAGE)),
      StartTime: ask.from,
      EndTime: ask.until,
      ProductDescriptions: ask.products.flatMap(productSpellings),
      ...(ask.instanceTypes.length > 0 && { InstanceTypes: ask.instanceTypes as _InstanceType[] }),
      ...(ask.token !== null && { NextToken: ask.token }),
    };
    const { items, next } = await this.aws.page({ operation: 'DescribeSpotPriceHistory', region: ask.region, input }, ask.lane);
    const now = this.clock.millis();
    const entries = items.map((entry, index) => parseSpotEntry(entry as SpotHistoryEntry, { line: index + 1, now, ahead: CLOCKS_DIFFER_MS }));
    const types = new Set(ask.instanceTypes);
    const isAsked = (row: SpotRow): boolean => row.region === ask.region && ask.products.includes(row.product) && (types.size === 0 || types.has(row.instance_type));
    return { entries: onlyAsked(entries, isAsked), next };
  }
}
