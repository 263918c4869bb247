import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askFetchBasis, askFetchScope, type FetchBasis, type FetchBasisAsk, type FetchScope, type FetchScopeAsk } from '@ml/contracts/price-coverage';
import { PRODUCTS } from '@ml/contracts/pricing';
import { instantMs } from '@ml/domain/prices/instant';
import { Database } from '@ml/persistence/database';
import { fetchBasis, hasOfferings } from '@ml/persistence/stores/pricing/fetch-basis';
import { Answers } from '@ml/platform/bus/handlers';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import type { PricingSettings } from '../settings';
import { AwsCalls } from '../sources/aws-calls';
import { badParameter } from './check-query';
import { FetchScopes } from './fetch-scopes';
import { KnownNames } from './known-names';

const MAX_TYPES = 2_000;
/** What AWS keeps, and the days at both ends of it that are asked for as a whole. */
const MAX_DAYS = 92;

/** What somebody who plans a fetch has to know. */
@Controller()
export class FetchPlanningController {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(FetchScopes) private readonly scopes: FetchScopes,
    @Inject(KnownNames) private readonly names: KnownNames,
    @Inject(AwsCalls) private readonly aws: AwsCalls,
  ) {}

  @Answers(askFetchScope)
  scope(@Payload() ask: FetchScopeAsk): Promise<FetchScope> {
    return this.scopes.of(ask);
  }

  @Answers(askFetchBasis)
  async basis(@Payload() ask: FetchBasisAsk): Promise<FetchBasis> {
    await this.names.checkRegion(ask.region, 'region');
    if (ask.instance_types !== null && ask.instance_types.length > MAX_TYPES) throw badParameter('instance_types', `at most ${String(MAX_TYPES)} instance types`);
    const span = spanOf(ask);
    const products = PRODUCTS.filter((product) => this.settings.products.includes(product));
    const unlisted = (await hasOfferings(this.database, ask.region)) ? [] : (ask.instance_types ?? (await this.scopes.knownTypes()));
    return fetchBasis(this.database, { region: ask.region, instanceTypes: ask.instance_types, unlisted, products, source: this.aws.source, ...span });
  }
}

const spanOf = ({ from, until }: FetchBasisAsk): { readonly from: Date; readonly until: Date } => {
  const start = instantMs(from);
  const end = instantMs(until);
  if (start === null) throw badParameter('from', 'from is not a time such as 2026-11-20T00:00:00Z');
  if (end === null) throw badParameter('until', 'until is not a time such as 2026-11-21T00:00:00Z');
  if (end < start) throw badParameter('until', 'until is before from');
  if (end - start > MAX_DAYS * DAY_MS) throw badParameter('until', `at most ${String(MAX_DAYS)} days at once`);
  return { from: new Date(start), until: new Date(end) };
};
