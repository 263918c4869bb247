import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askNoteRefresh, askVerifyOnData, type ModelRefreshed, type VerifyModel } from '@ml/contracts/model-refresh';
import { askActivate, askModelDetails, askModels, type ModelId, type ModelQuery, type ModelSummary } from '@ml/contracts/models';
import { askRebuild, type Paged } from '@ml/contracts/pricing';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { Answers } from '@ml/platform/bus/handlers';
import type { RealServers } from '@ml/testing/real';
import { serve } from './served-filler';

export const PASSED: RefreshVerdict = { passed: true, checks: [{ check: 'golden_rows', passed: true, text: '5 of 5 rows', value: 0, limit: 0.01 }] };
export const REFUSED: RefreshVerdict = {
  passed: false,
  checks: [...PASSED.checks, { check: 'backtest', passed: false, text: 'mean error 0.0042 USD an hour, the naive rule has 0.0020', value: 2.1, limit: 1.5 }],
};

export const BUILT_AT = '2026-11-20T10:00:00.000Z';

type Effect = 'rebuild' | 'note' | 'verify' | 'activate';

/** What models and pricing know and do when a refresh asks them. */
export interface RefreshWorld {
  /** Versions that exist, and whether each is in use. */
  readonly models: Map<string, { active: boolean; model_type: string }>;
  verdict: RefreshVerdict;
  /** What was done, in order. */
  readonly done: string[];
  /** Done the next time, and then nobody hears of it. */
  readonly unheard: Set<Effect>;
  /** Whoever asks for models is told that nobody is there. */
  away: boolean;
  /** The files of all models are gone from the blob store. */
  filesGone: boolean;
  /** Held until it resolves. */
  verifying: Promise<void>;
  readonly notes: ModelRefreshed[];
  readonly verified: VerifyModel[];
  readonly activations: string[];
  reset(): void;
  close(): Promise<void>;
}

const fresh = () => ({ verdict: PASSED, away: false, filesGone: false, verifying: Promise.resolve() });

/** In the place of models, and of pricing's snapshots. */
export const standInForRefreshes = async (servers: Pick<RealServers, 'envOf'>): Promise<RefreshWorld> => {
  const lists = { models: new Map<string, { active: boolean; model_type: string }>(), done: [] as string[], unheard: new Set<Effect>(), notes: [] as ModelRefreshed[], verified: [] as VerifyModel[], activations: [] as string[] };
  const world = { ...fresh(), ...lists };
  const find = (id: string): { active: boolean; model_type: string } => {
    const model = world.models.get(id);
    if (model === undefined) throw new AppError('NOT_FOUND', 'there is no such model', { path: 'model_id' });
    return model;
  };
  const refuseAway = (): void => {
    if (world.away) throw new AppError('UNAVAILABLE', 'models does not answer: no replica is running');
  };
  const did = (effect: Effect): void => {
    world.done.push(effect);
    if (world.unheard.delete(effect)) throw new AppError('UNAVAILABLE', 'the connection broke after it was done');
  };

  @Controller()
  class Models {
    @Answers(askModelDetails)
    details(@Payload() { model_id }: ModelId): unknown {
      refuseAway();
      return { model_id, ...find(model_id), trained_until: '2026-11-01' };
    }

    @Answers(askModels)
    list(@Payload() { model_type, active }: ModelQuery): Paged<ModelSummary> {
      refuseAway();
      const rows = [...world.models].filter(([, model]) => model.model_type === model_type && model.active === active).map(([model_id]) => ({ model_id }));
      return { rows: rows as unknown as ModelSummary[], total: rows.length };
    }

    @Answers(askNoteRefresh)
    note(@Payload() refreshed: ModelRefreshed): { readonly last_refresh_date: string } {
      find(refreshed.model_id);
      world.notes.push(refreshed);
      did('note');
      return { last_refresh_date: refreshed.data_to };
    }

    @Answers(askVerifyOnData)
    async verify(@Payload() asked: VerifyModel): Promise<RefreshVerdict> {
      const { model_id } = asked;
      world.verified.push(asked);
      await world.verifying;
      find(model_id);
      did('verify');
      return world.verdict;
    }

    @Answers(askActivate)
    activate(@Payload() { model_id }: ModelId): unknown {
      const model = find(model_id);
      if (world.filesGone) throw new AppError('NOT_FOUND', 'the blob has expired or was never stored');
      model.active = true;
      world.activations.push(model_id);
      did('activate');
      return { status: 'activated' };
    }
  }

  @Controller()
  class Snapshots {
    @Answers(askRebuild)
    rebuild(@Payload() { regions }: { readonly regions: readonly string[] }): unknown {
      did('rebuild');
      return { snapshots: regions.map((region) => ({ region, published_at: BUILT_AT, pools: 3 })) };
    }
  }

  @Module({ controllers: [Models] })
  class ModelsModule {}
  @Module({ controllers: [Snapshots] })
  class SnapshotsModule {}

  const served = [await serve(servers, 'models', { module: ModelsModule }), await serve(servers, 'pricing', { module: SnapshotsModule })];
  return Object.assign(world, {
    reset: () => {
      Object.assign(world, fresh());
      for (const list of [world.models, world.unheard]) list.clear();
      for (const list of [world.done, world.notes, world.verified, world.activations]) list.length = 0;
    },
    close: async () => {
      for (const { close } of served) await close();
    },
  });
};
