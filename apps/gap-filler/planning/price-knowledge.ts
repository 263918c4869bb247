import { Inject, Injectable } from '@nestjs/common';
import { askFetchBasis, askFetchScope, type FetchBasis, type FetchScope, type FetchScopeAsk } from '@ml/contracts/price-coverage';
import type { Window } from '@ml/domain/gaps/missing-days';
import { Bus } from '@ml/platform/bus/bus';

/** Regions asked about at a time: each answer reads the coverage of a whole region. */
const AT_ONCE = 4;

/** What pricing knows: names, and what is missing of them. */
@Injectable()
export class PriceKnowledge {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** @throws AppError UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE with the path of the name or pattern; UNAVAILABLE */
  scope(ask: FetchScopeAsk): Promise<FetchScope> {
    return this.bus.ask(askFetchScope, ask);
  }

  /** One for each region of the scope, in its order. @throws AppError UNAVAILABLE */
  async bases({ regions, instance_types }: FetchScope, { from, until }: Window): Promise<readonly FetchBasis[]> {
    const span = { from: from.toISOString(), until: until.toISOString() };
    const bases: FetchBasis[] = [];
    for (let next = 0; next < regions.length; next += AT_ONCE) {
      const some = regions.slice(next, next + AT_ONCE);
      bases.push(...(await Promise.all(some.map((region) => this.bus.ask(askFetchBasis, { region, instance_types, ...span })))));
    }
    return bases;
  }
}
