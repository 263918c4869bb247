import { Inject, Injectable } from '@nestjs/common';
import type { Reason } from '@ml/contracts/decision';
import type { PoolKey } from '@ml/contracts/pools';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { AdvisorBoard } from '../learning/advisor-board';

/** Types that somebody has heard of: of the built-in catalogue, or of the region's newest prices. */
@Injectable()
export class KnownTypes {
  private readonly names = new Set(BUILT_IN_CATALOGUE.types.map(({ instance_type }) => instance_type));

  constructor(@Inject(AdvisorBoard) private readonly advisor: AdvisorBoard) {}

  warningsOf(pool: PoolKey): readonly Reason[] {
    const { instance_type } = pool;
    if (this.names.has(instance_type) || (this.advisor.viewOf(pool)?.advisor_class ?? null) !== null) return [];
    return [{ code: 'UNKNOWN_INSTANCE_TYPE', text: `No catalogue knows ${instance_type}: it was counted as it was written. Check the spelling.` }];
  }
}
