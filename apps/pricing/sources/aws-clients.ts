import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { RowSource } from '@ml/persistence/stores/pricing/source-state';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';

/** The price list is served in few regions only. */
const PRICE_LIST_REGIONS = ['us-east-1', 'eu-central-1', 'ap-south-1'];

/** AWS's own clients. An emulator is the same clients with another endpoint, and says so in every row. */
@Injectable()
export class AwsClients implements OnApplicationShutdown {
  private readonly ec2ByRegion = new Map<string, EC2Client>();
  private pricingClient: PricingClient | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>) {}

  get source(): RowSource {
    return this.settings.awsEndpointUrl === null ? 'aws' : 'emulator';
  }

  ec2(region: string): EC2Client {
    const known = this.ec2ByRegion.get(region);
    if (known !== undefined) return known;
    const client = new EC2Client({ ...this.options, region });
    this.ec2ByRegion.set(region, client);
    return client;
  }

  pricing(): PricingClient {
    const { awsRegion } = this.settings;
    this.pricingClient ??= new PricingClient({ ...this.options, region: PRICE_LIST_REGIONS.includes(awsRegion) ? awsRegion : 'us-east-1' });
    return this.pricingClient;
  }

  onApplicationShutdown(): void {
    for (const client of this.ec2ByRegion.values()) client.destroy();
    this.pricingClient?.destroy();
  }

  /** One attempt: trying again is done in one place, with the operator's numbers. */
  private get options(): { maxAttempts: number; endpoint?: string } {
    const { awsEndpointUrl } = this.settings;
    return { maxAttempts: 1, ...(awsEndpointUrl !== null && { endpoint: awsEndpointUrl }) };
  }
}
