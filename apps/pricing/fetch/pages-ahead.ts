import { AppError } from '@ml/contracts/app-error';
import type { SourcePage } from '../sources/source-page';
import { isStaleToken } from '../sources/source-failure';
import type { AnyStage } from './chunk-stage';
import { EndlessList } from './endless-list';

export interface Place {
  readonly stage: number;
  readonly token: string | null;
}

export interface PageAhead extends SourcePage<never> {
  readonly stage: AnyStage;
  /** Where the chunk goes on; null after its last page. */
  readonly following: Place | null;
  /** Whether its stage was begun anew with this page, because the source no longer took the place that had been reached. */
  readonly restarted: boolean;
}

/**
 * The pages of a chunk in their order. The next one is asked for while the present one is being written: a source answers slowly, and
 * what is lost when the writing fails is one question. `signal` is aborted when the service stops: an answer that may be long in coming is
 * not waited for any more.
 */
export async function* pagesAhead(stages: readonly AnyStage[], from: Place | null, signal: AbortSignal): AsyncGenerator<PageAhead> {
  let place = from;
  let asked = ask(stages, place);
  let restarted = false;
  let mayRestart = true;
  const endless = new EndlessList();
  while (place !== null && asked !== undefined) {
    const { stage, page }: Answered = await unlessStopped(asked, signal);
    if (page === 'stale') {
      if (!mayRestart) throw new AppError('SOURCE_FAILED', 'the source does not take the places that it gives itself', { retryable: false });
      mayRestart = false;
      restarted = true;
      endless.begin();
      place = { stage: place.stage, token: null };
      asked = ask(stages, place);
      continue;
    }
    endless.check(page);
    const following = followingOf(stages, place, page.next);
    asked = ask(stages, following);
    yield { ...page, stage, following, restarted };
    restarted = false;
    place = following;
  }
}

/** @throws AppError UNAVAILABLE */
const unlessStopped = async <T>(asked: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new AppError('UNAVAILABLE', 'the service stops: another one goes on with the chunk'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([stopped, asked]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

interface Answered {
  readonly stage: AnyStage;
  /** `stale`: the source does not know the place that it was to go on from. */
  readonly page: SourcePage<never> | 'stale';
}

const ask = (stages: readonly AnyStage[], place: Place | null): Promise<Answered> | undefined => {
  const stage = place === null ? undefined : stages[place.stage];
  if (place === null || stage === undefined) return undefined;
  const asked = answered(stage, place.token);
  // Nobody may come for it any more when the page before cannot be written.
  asked.catch(() => undefined);
  return asked;
};

const answered = async (stage: AnyStage, token: string | null): Promise<Answered> => {
  try {
    return { stage, page: await stage.page(token) };
  } catch (error) {
    if (token === null || !isStaleToken(error)) throw error;
    return { stage, page: 'stale' };
  }
};

const followingOf = (stages: readonly AnyStage[], place: Place, next: string | null): Place | null => {
  if (next !== null) return { stage: place.stage, token: next };
  return place.stage + 1 < stages.length ? { stage: place.stage + 1, token: null } : null;
};
