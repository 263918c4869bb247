import { Inject, Injectable } from '@nestjs/common';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { parseInstanceTypeEntry } from '@ml/domain/prices/instance-type-entry';
import { parseOffering } from '@ml/domain/prices/offering';
import { onlyAsked } from '@ml/domain/prices/only-asked';
import type { OfferingRow, TypeRow } from '@ml/domain/prices/rows';
import { AwsCalls } from './aws-calls';
import type { SourcePage } from './source-page';

const TYPES_PAGE = 100;
const OFFERINGS_PAGE = 1_000;

interface Ask {
  readonly region: string;
  readonly token: string | null;
  readonly lane: FetchLane;
}

/** What the instance types of a region are, and in which zones they are offered. */
@Injectable()
export class CatalogueSource {
  constructor(@Inject(AwsCalls) private readonly aws: AwsCalls) {}

  /** @throws AppError SOURCE_FAILED */
  async types({ region, token, lane }: Ask): Promise<SourcePage<TypeRow>> {
    const input = { MaxResults: TYPES_PAGE, ...(token !== null && { NextToken: token }) };
    const { items, next } = await this.aws.page({ operation: 'DescribeInstanceTypes', region, input }, lane);
    return { entries: items.map((entry, index) => parseInstanceTypeEntry(entry, index + 1)), next };
  }

  /** @throws AppError SOURCE_FAILED */
  async offerings({ region, token, lane }: Ask): Promise<SourcePage<OfferingRow>> {
    const input = { LocationType: 'availability-zone' as const, MaxResults: OFFERINGS_PAGE, ...(token !== null && { NextToken: token }) };
    const { items, next } = await this.aws.page({ operation: 'DescribeInstanceTypeOfferings', region, input }, lane);
    const entries = items.map((entry, index) => parseOffering(entry, index + 1));
    return { entries: onlyAsked(entries, (row) => row.region === region), next };
  }
}
