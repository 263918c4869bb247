import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { EngineDecision, Recommendation } from '@ml/contracts/decision';
import { ENGINES, type EngineAsk, type EngineReply } from '@ml/contracts/engines';
import { priceSnapshotPublished, type PriceSnapshot, type TypeFacts } from '@ml/contracts/pricing';
import { databaseModule } from '@ml/persistence/database-module';
import { onceScheduleModule } from '@ml/persistence/once-schedule-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { Answers } from '@ml/platform/bus/handlers';
import type { RealServers } from '@ml/testing/real';
import { onTheBus, serveModule, type Replica } from '@ml/testing/serve-module';
import { PUBLISHING_PROVIDERS } from '../../publishing/publishing-parts';
import { feedbackSettings } from '../../settings';
import { REBALANCE_CONTROLLERS, REBALANCE_PROVIDERS } from '../rebalance-parts';
import { SweepTimer } from '../sweep-timer';

type Env = Readonly<Record<string, string>>;
type Servers = Pick<RealServers, 'envOf'>;

const compress = promisify(zstdCompress);

/** A spec says itself when it is swept. */
const PROVIDERS = REBALANCE_PROVIDERS.filter((provider) => provider !== SweepTimer);

@Module({ imports: [databaseModule('feedback'), outboxModule('feedback'), onceScheduleModule()], controllers: [...REBALANCE_CONTROLLERS], providers: [...PUBLISHING_PROVIDERS, ...PROVIDERS] })
class RebalanceModule {}

/** A replica of the part of the service that moves nodes, in the spec's own process. */
export const serveRebalancing = (servers: Servers, env: Env = {}): Promise<Replica> => serveModule(servers, { owner: 'feedback', module: RebalanceModule, settings: feedbackSettings, env });

/** In the place of the spot optimizer: what it was asked, and what it answers. */
export class OptimizerStandIn {
  readonly asked: EngineAsk[] = [];
  /** Pools with their safety. */
  safe: readonly (readonly [type: string, zone: string, safety: number])[] = [];
  away = false;
  hasPrices = true;

  answer(ask: EngineAsk): EngineReply {
    this.asked.push(ask);
    if (this.away) throw new AppError('UNAVAILABLE', 'the engine is away');
    const recommendations = this.safe.map(([instance_type, availability_zone, safety_score]) => ({ details: { instance_type, availability_zone, safety_score } }) as unknown as Recommendation);
    const held = this.hasPrices ? [] : [{ target: { kind: 'Region', name: 'us-east-1' }, code: 'NO_PRICE_DATA', text: 'there are no spot prices for us-east-1' }];
    const decision = { verdict: this.safe.length > 0 ? 'act' : 'hold', recommendations, held, extra: {} } as unknown as EngineDecision;
    return { engine: { name: 'spot_optimizer', version: ask.version }, decision, remember: [], config: {}, config_hash: 'c', state_hash: 's', price_snapshot: null, pool_snapshot: null, build: 'spec' };
  }

  async serve(servers: Servers): Promise<this> {
    const answer = (ask: EngineAsk): EngineReply => this.answer(ask);
    @Controller()
    class Optimizer {
      @Answers(ENGINES.spot_optimize.decide)
      decide(@Payload() ask: EngineAsk): EngineReply {
        return answer(ask);
      }
    }
    @Module({ controllers: [Optimizer] })
    class OptimizerModule {}
    await serveModule(servers, { owner: 'spot-optimizer', module: OptimizerModule });
    return this;
  }
}

const typeFacts = (instance_type: string, zones: readonly string[]): TypeFacts => ({
  instance_type,
  vcpu: 2,
  memory_bytes: 8 * 1024 ** 3,
  architectures: ['i386', 'x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: 29,
  current_generation: true,
  bare_metal: false,
  burstable: false,
  on_demand: { Linux: 0.096 },
  advisor: { Linux: { class: 0, savings_pct: 60 } },
  availability_zones: zones,
});

/** Prices of a region as pricing tells them. @returns the id of the snapshot */
export const publishPrices = async (servers: Servers, region: string, types: readonly string[]): Promise<string> => {
  const pricing = await onTheBus(servers, 'pricing');
  const as_of = new Date().toISOString();
  const zones = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
  const snapshot: PriceSnapshot = { schema: 1, region, as_of, prices_as_of: as_of, advisor_as_of: as_of, on_demand_as_of: as_of, catalogue_as_of: null, source: 'emulator', types: types.map((type) => typeFacts(type, zones)), pools: [] };
  const snapshot_id = await pricing.blobs.put(await compress(Buffer.from(JSON.stringify(snapshot))), 'snapshot');
  await pricing.bus.publish(priceSnapshotPublished, { region, snapshot_id, as_of, prices_as_of: as_of, types: types.length, pools: 0, published_at: as_of }, { id: snapshot_id, key: region });
  return snapshot_id;
};
