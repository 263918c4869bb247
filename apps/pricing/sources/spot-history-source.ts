import { DescribeSpotPriceHistoryCommand, type _InstanceType } from '@aws-sdk/client-ec2';
import { Inject, Injectable } from '@nestjs/common';
import type { Product } from '@ml/contracts/pricing';
import { productSpellings } from '@ml/domain/prices/products';
import type { SpotRow } from '@ml/domain/prices/rows';
import { parseSpotEntry } from '@ml/domain/prices/spot-history';
import { Clock } from '@ml/platform/clock';
import { AwsClients } from './aws-clients';
import { SourceCaller } from './source-caller';
import type { SourcePage } from './source-page';

const PAGE = 1_000;

export interface SpotHistoryAsk {
  readonly region: string;
  readonly products: readonly Product[];
  /** Empty: all. */
  readonly instanceTypes: readonly string[];
  readonly from: Date;
  readonly until: Date;
  readonly token: string | null;
}

/** Changes of spot prices, and for each pool the one that was in force at the start. */
@Injectable()
export class SpotHistorySource {
  constructor(
    @Inject(AwsClients) private readonly clients: AwsClients,
    @Inject(SourceCaller) private readonly caller: SourceCaller,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError SOURCE_FAILED */
  async page(ask: SpotHistoryAsk): Promise<SourcePage<SpotRow>> {
    const command = new DescribeSpotPriceHistoryCommand({
      MaxResults: PAGE,
      StartTime: ask.from,
      EndTime: ask.until,
      ProductDescriptions: ask.products.flatMap(productSpellings),
      ...(ask.instanceTypes.length > 0 && { InstanceTypes: ask.instanceTypes as _InstanceType[] }),
      ...(ask.token !== null && { NextToken: ask.token }),
    });
    const answer = await this.caller.call('DescribeSpotPriceHistory', (abortSignal) => this.clients.ec2(ask.region).send(command, { abortSignal }));
    const now = this.clock.millis();
    return {
      entries: (answer.SpotPriceHistory ?? []).map((entry, index) => parseSpotEntry(entry, { line: index + 1, now })),
      // The last page says so with an empty token.
      next: answer.NextToken ? answer.NextToken : null,
    };
  }
}
