import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { Inject, Injectable } from '@nestjs/common';
import type { OperatingSystem } from '@ml/contracts/pricing';
import { parsePriceListItem } from '@ml/domain/prices/price-list-item';
import type { OnDemandRow } from '@ml/domain/prices/rows';
import { AwsClients } from './aws-clients';
import { SourceCaller } from './source-caller';
import type { SourcePage } from './source-page';

const PAGE = 100;

export interface OnDemandAsk {
  readonly region: string;
  readonly operatingSystem: OperatingSystem;
  readonly token: string | null;
}

/** On-demand prices of shared hardware, from the price list. */
@Injectable()
export class OnDemandSource {
  constructor(
    @Inject(AwsClients) private readonly clients: AwsClients,
    @Inject(SourceCaller) private readonly caller: SourceCaller,
  ) {}

  /** @throws AppError SOURCE_FAILED */
  async page({ region, operatingSystem, token }: OnDemandAsk): Promise<SourcePage<OnDemandRow>> {
    // Without each of these filters the list also holds dedicated hosts, reservations and bundled licences.
    const filters = {
      regionCode: region,
      operatingSystem,
      tenancy: 'Shared',
      capacitystatus: 'Used',
      preInstalledSw: 'NA',
      licenseModel: 'No License required',
    };
    const command = new GetProductsCommand({
      ServiceCode: 'AmazonEC2',
      FormatVersion: 'aws_v1',
      MaxResults: PAGE,
      Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
      ...(token !== null && { NextToken: token }),
    });
    const answer = await this.caller.call('GetProducts', (abortSignal) => this.clients.pricing().send(command, { abortSignal }));
    // The type says string, the client may hand over an object that prints as one.
    const items: readonly unknown[] = answer.PriceList ?? [];
    return {
      entries: items.map((item, index) => parsePriceListItem(String(item), index + 1)),
      next: answer.NextToken ? answer.NextToken : null,
    };
  }
}
