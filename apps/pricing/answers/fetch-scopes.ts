import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { FetchScope, FetchScopeAsk } from '@ml/contracts/price-coverage';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { closeTypes, meansEveryType, readTypePattern, typesMeant } from '@ml/domain/prices/type-pattern';
import { Database } from '@ml/persistence/database';
import { namedTypes } from '@ml/persistence/stores/pricing/fetch-scope';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { compareText } from '@ml/units/compare-text';
import type { PricingSettings } from '../settings';
import { badParameter } from './check-query';
import { KnownNames } from './known-names';

const MAX_TYPES = 2_000;
const MAX_REGIONS = 100;
const BUILT_IN_TYPES = BUILT_IN_CATALOGUE.types.map((type) => type.instance_type);

/** Which types and regions names and patterns mean. */
@Injectable()
export class FetchScopes {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(KnownNames) private readonly names: KnownNames,
  ) {}

  /** @throws AppError UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE with the path of the one that means nothing */
  async of({ instance_types, regions }: FetchScopeAsk): Promise<FetchScope> {
    if (regions.length > MAX_REGIONS) throw badParameter('regions', `at most ${String(MAX_REGIONS)} regions`);
    if (instance_types.length > MAX_TYPES) throw badParameter('instance_types', `at most ${String(MAX_TYPES)} names and patterns`);
    await this.names.checkRegions(regions, 'regions');
    const meant = [...new Set(regions.length > 0 ? regions : this.settings.regions)];
    if (meant.length === 0) throw badParameter('regions', 'this installation has no regions of its own: at least one has to be named');
    const known = await this.knownTypes();
    return { regions: meant, instance_types: typesOf(instance_types, known), known_types: known.length };
  }

  /** Sorted. The built-in catalogue names types until a whole one was fetched. */
  async knownTypes(): Promise<readonly string[]> {
    const { hasCatalogue, names } = await namedTypes(this.database);
    return [...new Set(hasCatalogue ? names : [...names, ...BUILT_IN_TYPES])].toSorted(compareText);
  }
}

const typesOf = (asked: readonly string[], known: readonly string[]): readonly string[] | null => {
  // Each of them is looked at, also beside a star: what means nothing is never ignored.
  const meant = asked.map((text, index) => {
    const pattern = readTypePattern(text) ?? refuse(String(text), { index, known: [] });
    if (meansEveryType(pattern)) return null;
    const types = typesMeant(pattern, known);
    return types.length > 0 ? types : refuse(pattern, { index, known });
  });
  if (meant.length === 0 || meant.includes(null)) return null;
  return [...new Set(meant.flatMap((types) => types ?? []))].toSorted(compareText);
};

const refuse = (pattern: string, { index, known }: { readonly index: number; readonly known: readonly string[] }): never => {
  const close = closeTypes(pattern, known);
  const shown = JSON.stringify(pattern.slice(0, 40));
  const what = pattern.includes('*') ? `${shown} matches no instance type that we know` : `${shown} is not an instance type that we know`;
  const hint = close.length > 0 ? `; near are ${close.join(', ')}` : '';
  throw new AppError('UNKNOWN_INSTANCE_TYPE', `${what}${hint}`, { path: `instance_types[${String(index)}]` });
};
