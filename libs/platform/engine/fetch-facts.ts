import { AppError } from '@ml/contracts/app-error';
import type { EngineAsk } from '@ml/contracts/engines';
import type { Engine } from '@ml/engine-kernel/engine';
import type { SharedSnapshot } from './shared-snapshot';
import type { SnapshotShelf } from './snapshot-shelf';

/** The shared facts that an ask names and the engine needs, as threads take them. */
export interface FetchedFacts {
  readonly prices: readonly SharedSnapshot[];
  readonly pools: SharedSnapshot | null;
  readonly forecasts: readonly SharedSnapshot[];
}

/** @throws AppError NOT_FOUND on a replay, NO_PRICE_DATA or UNAVAILABLE else, when a snapshot has expired; without a forecast it goes on, unless on a replay */
export const fetchFacts = async ({ facts, mode }: EngineAsk, { needs }: Engine, shelf: Pick<SnapshotShelf, 'take'>): Promise<FetchedFacts> => {
  const fetch = async (key: string, id: string, gone: Gone = NO_PRICES): Promise<SharedSnapshot> => ({ key, id, bytes: await take(shelf, id, mode === 'replay' ? null : gone) });
  const foretell = async ([key, id]: readonly [string, string | null]): Promise<readonly SharedSnapshot[]> => (id === null ? [] : fetch(key, id).then((found) => [found], lostUnless(mode)));
  const [prices, pools, forecasts] = await Promise.all([
    Promise.all(needs.includes('prices') ? Object.entries(facts.prices).map(([key, id]) => fetch(key, id)) : []),
    facts.pools !== null && needs.includes('pools') ? fetch('pools', facts.pools, NO_LESSONS) : null,
    Promise.all(needs.includes('forecast') ? Object.entries(facts.forecasts ?? {}).map(foretell) : []),
  ]);
  return { prices, pools, forecasts: forecasts.flat() };
};

const lostUnless =
  (mode: EngineAsk['mode']) =>
  (error: unknown): readonly SharedSnapshot[] => {
    if (mode === 'replay') throw error;
    return [];
  };

/** What is newest will be published anew; without it nobody would know which pools are risky. */
const NO_PRICES = { code: 'NO_PRICE_DATA', text: 'the newest facts have left the blob store; they will be published anew' } as const;
const NO_LESSONS = { code: 'UNAVAILABLE', text: 'what was learned of risky pools has left the blob store and is published anew within a minute; ask again' } as const;

type Gone = typeof NO_PRICES | typeof NO_LESSONS;

/** What a replay names may have expired for good: then `gone` is null. */
const take = async (shelf: Pick<SnapshotShelf, 'take'>, id: string, gone: Gone | null): Promise<Uint8Array> => {
  try {
    return await shelf.take(id);
  } catch (error) {
    if (gone === null || !(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    throw new AppError(gone.code, gone.text, { cause: error });
  }
};
