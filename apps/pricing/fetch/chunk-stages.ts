import { Inject, Injectable } from '@nestjs/common';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { PRODUCTS, type FetchChunk, type FetchDataType, type OperatingSystem, type Product } from '@ml/contracts/pricing';
import { EVERY_REGION, type RowSource } from '@ml/persistence/stores/pricing/source-state';
import { writeInstanceTypes, writeOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import { writeOnDemandPrices } from '@ml/persistence/stores/pricing/write-on-demand-prices';
import { writeSpotAdvisor } from '@ml/persistence/stores/pricing/write-spot-advisor';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import { AwsCalls } from '../sources/aws-calls';
import { CatalogueSource } from '../sources/catalogue-source';
import { OnDemandSource } from '../sources/on-demand-source';
import type { SourcePage } from '../sources/source-page';
import { SpotAdvisorSource } from '../sources/spot-advisor-source';
import { SpotHistorySource } from '../sources/spot-history-source';
import { stage, type AnyStage } from './chunk-stage';

const SYSTEM_OF: Readonly<Record<Product, OperatingSystem>> = {
  'Linux/UNIX': 'Linux',
  'Red Hat Enterprise Linux': 'RHEL',
  'SUSE Linux': 'SUSE',
  Windows: 'Windows',
};

export interface Begun {
  /** When the chunk was begun: the same for every page, whoever fetches it. */
  readonly since: Date;
  readonly lane: FetchLane;
}

/** How each kind of data is fetched: which lists, in which order, into which table. */
@Injectable()
export class ChunkStages {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(AwsCalls) private readonly aws: AwsCalls,
    @Inject(SpotHistorySource) private readonly spot: SpotHistorySource,
    @Inject(OnDemandSource) private readonly onDemand: OnDemandSource,
    @Inject(CatalogueSource) private readonly catalogue: CatalogueSource,
    @Inject(SpotAdvisorSource) private readonly advisor: SpotAdvisorSource,
  ) {}

  sourceOf(kind: FetchDataType): RowSource {
    return kind === 'spot_advisor' ? this.advisor.source : this.aws.source;
  }

  of(chunk: FetchChunk, begun: Begun): readonly AnyStage[] {
    switch (chunk.data_type) {
      case 'spot_prices':
        return [this.spotStage(chunk, begun)];
      case 'on_demand_prices':
        return this.products.map((product) => this.onDemandStage(chunk, SYSTEM_OF[product], begun));
      case 'spot_advisor':
        return [this.advisorStage(chunk, begun)];
      case 'catalogue':
        return this.catalogueStages(chunk, begun);
    }
  }

  get products(): readonly Product[] {
    return PRODUCTS.filter((product) => this.settings.products.includes(product));
  }

  private spotStage(chunk: FetchChunk, { since, lane }: Begun): AnyStage {
    const ask = {
      region: chunk.region,
      products: this.products,
      instanceTypes: chunk.instance_types,
      from: new Date(chunk.start_at ?? since),
      until: new Date(chunk.end_at ?? since),
      pageSize: chunk.page_size,
      lane,
    };
    const { source } = this.aws;
    return stage({
      name: 'prices',
      kind: 'spot_prices',
      source,
      page: (token) => this.spot.page({ ...ask, token }),
      write: (tx, rows) => writeSpotPrices(tx, { rows, source }),
    });
  }

  private onDemandStage({ region, instance_types: wanted }: FetchChunk, operatingSystem: OperatingSystem, { lane }: Begun): AnyStage {
    const { source } = this.aws;
    return stage({
      name: operatingSystem,
      kind: 'on_demand_prices',
      source,
      page: async (token) => only(await this.onDemand.page({ region, operatingSystem, token, lane }), isOneOf(wanted)),
      write: (tx, rows) => writeOnDemandPrices(tx, { rows, source }),
    });
  }

  private advisorStage({ region, instance_types: wanted }: FetchChunk, { lane }: Begun): AnyStage {
    const { source } = this.advisor;
    const isNamed = isOneOf(wanted);
    let lastUpdated = new Date(0);
    return stage({
      name: 'file',
      kind: 'spot_advisor',
      source,
      page: async () => {
        const file = await this.advisor.file(lane);
        lastUpdated = file.lastUpdated;
        return only({ entries: file.entries, next: null }, (row) => isNamed(row) && (region === EVERY_REGION || row.region === region));
      },
      write: (tx, rows) => writeSpotAdvisor(tx, { rows, source, lastUpdated, complete: wanted.length === 0 }),
    });
  }

  private catalogueStages({ region, instance_types: wanted }: FetchChunk, { since, lane }: Begun): readonly AnyStage[] {
    const { source } = this.aws;
    const types = stage({
      name: 'types',
      kind: 'catalogue',
      source,
      page: async (token) => only(await this.catalogue.types({ region, token, lane }), isOneOf(wanted)),
      write: (tx, rows) => writeInstanceTypes(tx, { rows, source, lastUpdated: since }),
    });
    const offerings = stage({
      name: 'offerings',
      kind: 'offerings',
      source,
      page: async (token) => only(await this.catalogue.offerings({ region, token, lane }), isOneOf(wanted)),
      write: (tx, rows) => writeOfferings(tx, { rows, source, lastUpdated: since }),
    });
    return [types, offerings];
  }
}

/** A list names everything: rows that nobody asked for are neither written nor counted. What could not be read is counted, whoever it was about. */
const only = <Row>({ entries, next }: SourcePage<Row>, isWanted: (row: Row) => boolean): SourcePage<Row> => {
  const asked = entries.filter((entry) => !('row' in entry) || isWanted(entry.row));
  return { entries: asked, unasked: entries.length - asked.length, next };
};

const isOneOf = (wanted: readonly string[]): ((row: { readonly instance_type: string }) => boolean) => {
  const names = new Set(wanted);
  return ({ instance_type }) => names.size === 0 || names.has(instance_type);
};
