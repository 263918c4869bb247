import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { ENGINES, type EngineAsk, type EngineReply } from '@ml/contracts/engines';
import type { PoolKey } from '@ml/contracts/pools';
import { onDemandTargets, spotTargets, targetRound } from '@ml/domain/learning/rebalance/rebalance-targets';
import { Database } from '@ml/persistence/database';
import { newestPoolSnapshot, type RiskyEpisode } from '@ml/persistence/stores/feedback/rebalance-episodes';
import type { Aim } from '@ml/persistence/stores/feedback/rebalance-making';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { toAppError } from '@ml/platform/to-app-error';
import { LOGGER } from '@ml/platform/tokens';
import { GIB } from '@ml/units/size';
import { PoolPublisher } from '../publishing/pool-publisher';
import { PriceNotes, type TypeNote } from './price-notes';

const { decide, versions } = ENGINES.spot_optimize;
/** So many that a fifth of them, the most that a plan puts into one pool, is some nodes: then the plan has several pools. */
const NODES_ASKED_FOR = 20;
const ATTEMPT_MS = 5_000;
const PAUSE_MS = 500;

/** Where the nodes of a risky pool are to go, by the spot optimizer and with the very facts by which the pool is risky. */
@Injectable()
export class TargetFinder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(PriceNotes) private readonly prices: PriceNotes,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never fails: within the time, or with no target. */
  async find(episode: RiskyEpisode, patienceMs: number): Promise<Aim> {
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      try {
        return await this.ask(episode);
      } catch (error) {
        const fault = toAppError(error);
        if (fault.retryable && Date.now() + PAUSE_MS < giveUpAt) {
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
          continue;
        }
        this.logger.warn({ episode_id: episode.episode_id, code: fault.code, error: fault.message }, 'no target could be chosen for the nodes of a risky pool');
        return { round: [], evidence: { code: fault.code, text: fault.message, at: this.clock.now().toISOString() } };
      }
    }
  }

  private async ask(episode: RiskyEpisode): Promise<Aim> {
    const { region, instance_type } = episode;
    const prices = this.prices.snapshotOf(region);
    if (prices === undefined) throw new AppError('NO_PRICE_DATA', `there are no prices of ${region} yet`);
    const note = await this.prices.typeIn(prices, instance_type);
    if (note === undefined) throw new AppError('UNKNOWN_INSTANCE_TYPE', `nobody knows how large ${instance_type} is`, { path: 'instance_type' });
    // What is told now knows that the pool is risky.
    await this.publisher.publishNow();
    const pools = await newestPoolSnapshot(this.database);
    const question = askFor(episode, { prices, pools, note, now: this.clock.now().toISOString() });
    const reply = await this.bus.ask(decide, question, { timeoutMs: ATTEMPT_MS });
    refuseIgnorance(reply);
    return { round: targetRound(targetsOf(reply, episode, note), episode), evidence: evidenceOf(question, reply) };
  }
}

interface Facts {
  readonly prices: string;
  readonly pools: string | null;
  readonly note: TypeNote;
  readonly now: string;
}

/** A question of our own, not a decision: nobody has asked for one, and nothing of it is kept but the evidence. */
const askFor = ({ episode_id, region }: RiskyEpisode, { prices, pools, note, now }: Facts): EngineAsk => ({
  envelope: {
    request_id: `rebalance:${episode_id}`,
    cluster_id: `rebalance:${episode_id}`,
    customer_id: null,
    decision_type: 'spot_optimize',
    requirements: { region, count: NODES_ASKED_FOR, ...needOf(note) },
    constraints: {},
    cause: 'routine',
  },
  version: versions.at(-1) ?? '',
  mode: 'active',
  now,
  facts: { prices: { [region]: prices }, pools },
  memory: [],
  state_form: 'raw',
});

const needOf = ({ vcpu, memory_bytes, architectures, gpus, local_storage_gb, max_pods }: TypeNote): Readonly<Record<string, unknown>> => ({
  vcpu,
  memory_gib: memory_bytes / GIB,
  gpus,
  local_storage_gb,
  // Any of the nodes may be full.
  ...(max_pods !== null && { pods: max_pods }),
  // Old types list `i386` beside `x86_64`.
  ...(architectures.length > 0 && { architecture: architectures.find((architecture) => architecture !== 'i386') ?? architectures[0] }),
});

/** An engine that has no prices says so in its decision: that no pool is safe does not follow from it. */
const refuseIgnorance = ({ decision }: EngineReply): void => {
  const ignorance = decision.held.find(({ code }) => code === 'NO_PRICE_DATA');
  if (ignorance !== undefined) throw new AppError('NO_PRICE_DATA', ignorance.text);
};

const targetsOf = ({ decision }: EngineReply, source: PoolKey, { zones }: TypeNote) => {
  const spot = spotTargets(decision, source);
  return spot.length > 0 ? spot : onDemandTargets(source, zones);
};

const evidenceOf = ({ now, facts }: EngineAsk, { engine, decision, config_hash, build }: EngineReply): Aim['evidence'] => ({
  engine: `${engine.name} ${engine.version}`,
  verdict: decision.verdict,
  held: decision.held[0]?.code ?? null,
  price_snapshot: Object.values(facts.prices)[0] ?? null,
  pool_snapshot: facts.pools,
  config_hash,
  build,
  at: now,
});
