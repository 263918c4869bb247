import { Inject, Injectable } from '@nestjs/common';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import type { OperatingSystem } from '@ml/contracts/pricing';
import { onlyAsked } from '@ml/domain/prices/only-asked';
import { parsePriceListItem } from '@ml/domain/prices/price-list-item';
import type { OnDemandRow } from '@ml/domain/prices/rows';
import { AwsCalls } from './aws-calls';
import type { SourcePage } from './source-page';

const PAGE = 100;

export interface OnDemandAsk {
  readonly region: string;
  readonly operatingSystem: OperatingSystem;
  readonly token: string | null;
  readonly lane: FetchLane;
}

/** On-demand prices of shared hardware, from the price list. */
@Injectable()
export class OnDemandSource {
  constructor(@Inject(AwsCalls) private readonly aws: AwsCalls) {}

  /** @throws AppError SOURCE_FAILED */
  async page({ region, operatingSystem, token, lane }: OnDemandAsk): Promise<SourcePage<OnDemandRow>> {
    // Without each of these filters the list also holds dedicated hosts, reservations and bundled licences.
    const filters = {
      regionCode: region,
      operatingSystem,
      tenancy: 'Shared',
      capacitystatus: 'Used',
      preInstalledSw: 'NA',
      licenseModel: 'No License required',
    };
    const input = {
      ServiceCode: 'AmazonEC2',
      FormatVersion: 'aws_v1',
      MaxResults: PAGE,
      Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value })),
      ...(token !== null && { NextToken: token }),
    };
    const { items, next } = await this.aws.page({ operation: 'GetProducts', region: this.aws.priceListRegion, input }, lane);
    const entries = items.map((item, index) => parsePriceListItem(String(item), index + 1));
    return { entries: onlyAsked(entries, (row) => row.region === region && row.operating_system === operatingSystem), next };
  }
}
