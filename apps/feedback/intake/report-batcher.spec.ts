import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { InterruptionReport } from '@ml/contracts/interruptions';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { IntakeMeter } from './intake-meter';
import type { ReceivedReport } from './received-report';
import { ReportBatcher } from './report-batcher';
import type { Outcome, ReportCounter } from './report-counter';
import { madeUpReport } from './test/made-up-report';

const away = new AppError('UNAVAILABLE', 'the database does not answer');
const idsOf = (batch: readonly ReceivedReport[]): readonly string[] => batch.map(({ report }) => report.event_id ?? '');
const of = (event_id: string): InterruptionReport => madeUpReport({ event_id });

/** Counts with a database that takes what `takes` says. */
const batcherWith = (takes: (ids: readonly string[]) => boolean) => {
  const counted: string[][] = [];
  const count: ReportCounter['count'] = (batch) => {
    if (!takes(idsOf(batch))) return Promise.reject(away);
    counted.push([...idsOf(batch)]);
    return Promise.resolve({ outcomes: batch.map(() => null), verdicts: batch.map(() => 'counted'), told: Promise.resolve() });
  };
  const batcher = new ReportBatcher({ count } as ReportCounter, new IntakeMeter(new Metrics('feedback'), new Clock(0)));
  const send = (id: string, { asked = false, signal = new AbortController().signal } = {}): Promise<Outcome> => batcher.count({ report: of(id), tenant: null, asked }, signal);
  return { counted, send };
};

describe('reports for which the database has not time enough', () => {
  it('are offered in smaller batches, in order', async () => {
    const { counted, send } = batcherWith((ids) => ids.length <= 2);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => send(id)));
    expect(counted).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('keep nobody else from being counted', async () => {
    let ready = false;
    const { counted, send } = batcherWith((ids) => ready || !ids.includes('heavy'));
    const heavy = send('heavy');
    await Promise.all(['a', 'b', 'c'].map((id) => send(id)));
    expect(counted.flat().toSorted()).toEqual(['a', 'b', 'c']);
    ready = true;
    expect(await heavy).toBeNull();
  });

  it('wait for nobody who has gone, wherever in the line', async () => {
    let up = false;
    const { counted, send } = batcherWith(() => up);
    const gone = new AbortController();
    const stays = Array.from({ length: 600 }, (_, index) => send(`r${String(index)}`));
    const asked = send('asked', { asked: true, signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toBe(away);
    up = true;
    await Promise.all(stays);
    expect(counted.flat()).toHaveLength(600);
  });
});
