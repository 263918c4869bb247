import { afterAll } from 'vitest';
import type { TypeBasis } from '@ml/contracts/price-coverage';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { midday } from '@ml/testing/midday';
import type { RealServers } from '@ml/testing/real';
import { DAY_MS } from '@ml/units/time';
import { standInForModels, type ModelStandIn } from './model-stand-in';
import { standInForPricing, type PriceStandIn } from './price-stand-in';
import { serveFiller, type Served } from './served-filler';

const TODAY = Math.floor(midday.start.getTime() / DAY_MS) * DAY_MS;

/** YYYY-MM-DD. */
export const day = (daysAgo: number): string => instant(daysAgo).slice(0, 10);
/** Midnight. */
export const instant = (daysAgo: number): string => new Date(TODAY - daysAgo * DAY_MS).toISOString();
/** What is missing when prices are there since so many days ago. */
export const allBut = (daysAgo: number): TypeBasis['missing'] => [{ from: instant(100), until: instant(daysAgo) }];
/** Six pools, twelve changes a day. */
export const type = (instance_type: string, missing: TypeBasis['missing'] = []): TypeBasis => ({ instance_type, pools: 6, changes_per_day: 12, missing });

/** What was thrown, as far as callers may rely on it. */
export const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => ({ code: (error as { code?: string }).code, path: (error as { path?: string }).path }),
  );

/** One replica of the gap filler between stand-ins. */
export interface GapRig {
  readonly gateway: Booted;
  readonly models: ModelStandIn;
  pricing: PriceStandIn;
  filler: Served;
  /** Another replica, with settings of its own, in the place of the usual one. */
  replacedBy(env: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void>;
}

/** Call it once, at the top of a spec file. Everything ends with the file. */
export const gapRig = async (servers: RealServers): Promise<GapRig> => {
  const rig: GapRig = {
    gateway: await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' }),
    pricing: await standInForPricing(servers),
    models: await standInForModels(servers),
    filler: await serveFiller(servers, midday.env),
    replacedBy: async (env, work) => {
      const other = await serveFiller(servers, { ...midday.env, ...env });
      await rig.filler.close();
      try {
        await work();
      } finally {
        rig.filler = await serveFiller(servers, midday.env);
        await other.close();
      }
    },
  };
  afterAll(async () => {
    for (const one of [rig.filler, rig.models, rig.pricing, rig.gateway]) await one.close();
  });
  return rig;
};
