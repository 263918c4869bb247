import { DescribeInstanceTypeOfferingsCommand, DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import { Inject, Injectable } from '@nestjs/common';
import { parseInstanceTypeEntry } from '@ml/domain/prices/instance-type-entry';
import { parseOffering } from '@ml/domain/prices/offering';
import type { OfferingRow, TypeRow } from '@ml/domain/prices/rows';
import { AwsClients } from './aws-clients';
import { SourceCaller } from './source-caller';
import type { SourcePage } from './source-page';

const TYPES_PAGE = 100;
const OFFERINGS_PAGE = 1_000;

interface Ask {
  readonly region: string;
  readonly token: string | null;
}

/** What the instance types of a region are, and in which zones they are offered. */
@Injectable()
export class CatalogueSource {
  constructor(
    @Inject(AwsClients) private readonly clients: AwsClients,
    @Inject(SourceCaller) private readonly caller: SourceCaller,
  ) {}

  /** @throws AppError SOURCE_FAILED */
  async types({ region, token }: Ask): Promise<SourcePage<TypeRow>> {
    const command = new DescribeInstanceTypesCommand({ MaxResults: TYPES_PAGE, ...(token !== null && { NextToken: token }) });
    const answer = await this.caller.call('DescribeInstanceTypes', (abortSignal) => this.clients.ec2(region).send(command, { abortSignal }));
    return {
      entries: (answer.InstanceTypes ?? []).map((entry, index) => parseInstanceTypeEntry(entry, index + 1)),
      next: answer.NextToken ? answer.NextToken : null,
    };
  }

  /** @throws AppError SOURCE_FAILED */
  async offerings({ region, token }: Ask): Promise<SourcePage<OfferingRow>> {
    const command = new DescribeInstanceTypeOfferingsCommand({
      LocationType: 'availability-zone',
      MaxResults: OFFERINGS_PAGE,
      ...(token !== null && { NextToken: token }),
    });
    const answer = await this.caller.call('DescribeInstanceTypeOfferings', (abortSignal) => this.clients.ec2(region).send(command, { abortSignal }));
    return {
      entries: (answer.InstanceTypeOfferings ?? []).map((entry, index) => parseOffering(entry, index + 1)),
      next: answer.NextToken ? answer.NextToken : null,
    };
  }
}
