import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { SourcePage } from '../sources/source-page';
import { stage, type AnyStage } from './chunk-stage';
import { pagesAhead } from './pages-ahead';

const FIRST = { stage: 0, token: null };
const ROW = { row: {} };
const stale = (): AppError => new AppError('SOURCE_FAILED', 'no such place', { details: { stale_token: true } });

const listOf = (page: (token: string | null) => SourcePage<object>): AnyStage =>
  stage({ name: 'list', kind: 'spot_prices', source: 'aws', page: (token) => Promise.resolve().then(() => page(token)), write: () => Promise.reject(new Error('nothing is written here')) });

/** How many pages came, and what ended them. */
const read = async (...lists: readonly AnyStage[]): Promise<{ readonly pages: number; readonly restarts: number; readonly error?: unknown }> => {
  let [pages, restarts] = [0, 0];
  try {
    for await (const { restarted } of pagesAhead(lists, FIRST, new AbortController().signal)) {
      pages += 1;
      if (restarted) restarts += 1;
      if (pages > 5_000) throw new Error('it goes on for ever');
    }
    return { pages, restarts };
  } catch (error) {
    return { pages, restarts, error };
  }
};

const failure = (text: RegExp): object => ({ code: 'SOURCE_FAILED', retryable: false, message: expect.stringMatching(text) as string });

describe('the pages of a list', () => {
  it('end where the source says so, empty ones in between included', async () => {
    const list = listOf((token) => ({ entries: token === '3' ? [ROW] : [], next: token === '3' ? null : String(Number(token ?? 0) + 1) }));
    expect(await read(list)).toEqual({ pages: 4, restarts: 0 });
  });

  it.each([1, 2, 3, 7, 100])('are given up on when they go round in a circle of %i', async (length) => {
    const { pages, error } = await read(listOf((token) => ({ entries: [ROW], next: String((Number(token ?? 4) + 1) % length) })));
    expect(pages).toBeLessThanOrEqual(4 * length);
    expect(error).toMatchObject(failure(/leads back to a page/));
  });

  it('may have the same places in one list as in another', async () => {
    const list = listOf((token) => ({ entries: [ROW], next: token === null ? 'second' : null }));
    expect(await read(list, list)).toEqual({ pages: 4, restarts: 0 });
  });

  it('are given up on when nothing but empty ones come', async () => {
    const { pages, error } = await read(listOf((token) => ({ entries: [], next: String(Number(token ?? 0) + 1) })));
    expect(pages).toBeLessThan(1_100);
    expect(error).toMatchObject(failure(/1000 empty pages/));
  });

  it('are not waited for any longer when the service stops, nor taken when it has stopped', async () => {
    const stops = new AbortController();
    const silent = stage({ name: 'list', kind: 'spot_prices', source: 'aws', page: () => new Promise<SourcePage<object>>(() => undefined), write: () => Promise.reject(new Error('nothing is written here')) });
    const next = pagesAhead([silent], FIRST, stops.signal).next();
    stops.abort();
    await expect(next).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    const there = listOf(() => ({ entries: [ROW], next: null }));
    await expect(pagesAhead([there], FIRST, stops.signal).next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    // What was written to its end is ended all the same.
    expect(await pagesAhead([there], null, stops.signal).next()).toMatchObject({ done: true });
  });

  it('are read anew once when a place is forgotten, then given up on', async () => {
    let refused = 0;
    const refusing = (times: number): AnyStage =>
      listOf((token) => {
        if (token !== null && refused < times) {
          refused += 1;
          throw stale();
        }
        return { entries: [ROW], next: token === null ? 'second' : null };
      });
    expect(await read(refusing(1))).toEqual({ pages: 3, restarts: 1 });
    refused = 0;
    expect(await read(refusing(2))).toMatchObject({ pages: 2, restarts: 1, error: failure(/does not take the places/) });
  });
});
