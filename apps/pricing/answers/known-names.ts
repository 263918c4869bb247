import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { isKnownRegion, isRegionName } from '@ml/domain/prices/regions';
import { Database } from '@ml/persistence/database';
import { knownInstanceTypes, regionsWithData } from '@ml/persistence/stores/pricing/read-stats';

const BUILT_IN_TYPES = new Set(BUILT_IN_CATALOGUE.types.map((type) => type.instance_type));

/** Whether a region or a type exists, as far as anybody told us. */
@Injectable()
export class KnownNames {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A region that opened after this program was built is known once it has data. @throws AppError UNKNOWN_REGION */
  async checkRegion(region: string, path: string): Promise<void> {
    if (typeof region === 'string' && isKnownRegion(region)) return;
    if (typeof region === 'string' && isRegionName(region) && (await regionsWithData(this.database)).includes(region)) return;
    throw new AppError('UNKNOWN_REGION', `${JSON.stringify(String(region).slice(0, 40))} is not an AWS region`, { path });
  }

  async checkRegions(regions: readonly string[], path: string): Promise<void> {
    for (const [index, region] of regions.entries()) await this.checkRegion(region, `${path}[${String(index)}]`);
  }

  /** @throws AppError UNKNOWN_INSTANCE_TYPE */
  async checkInstanceTypes(names: readonly string[], path: string): Promise<void> {
    const asked = names.filter((name) => !BUILT_IN_TYPES.has(name));
    const known = asked.length === 0 ? new Set<string>() : await knownInstanceTypes(this.database, asked);
    for (const [index, name] of names.entries()) {
      if (BUILT_IN_TYPES.has(name) || known.has(name)) continue;
      throw new AppError('UNKNOWN_INSTANCE_TYPE', `${JSON.stringify(String(name).slice(0, 40))} is not an instance type that we know`, { path: `${path}[${String(index)}]` });
    }
  }
}
