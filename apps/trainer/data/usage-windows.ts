import { rankOf, selectAt } from '@ml/engine-kernel/select';
import { DAY_MS, SECOND_MS } from '@ml/units/time';
import type { UsageHistory } from './usage-history';

/** Days that are looked back on: a day is the least that is answered, eight are what rightsizing asks for. */
const WINDOW_DAYS = [1, 3, 8];
/** Of the time ahead, that must be known. */
const LEAST_KNOWN = 0.5;

export interface UsageWindowAt {
  readonly history: UsageHistory;
  /** Places of the first sample of the window, of the first that is not known yet, and behind the last of the time ahead. */
  readonly from: number;
  readonly now: number;
  readonly until: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Windows that end a day apart, with the time ahead of each. */
export const usageWindows = (history: UsageHistory, horizonHours: number): readonly UsageWindowAt[] => {
  const { stepSeconds, start } = history;
  const length = Math.max(history.cpu.length, history.memory.length);
  const day = Math.round(DAY_MS / SECOND_MS / stepSeconds);
  const ahead = Math.round((horizonHours * 3_600) / stepSeconds);
  const windows: UsageWindowAt[] = [];
  for (let now = day, turn = 0; day > 0 && now + ahead <= length; now += day, turn += 1) {
    const days = WINDOW_DAYS[turn % WINDOW_DAYS.length] ?? 1;
    const from = Math.max(0, now - days * day);
    windows.push({ history, from, now, until: now + ahead, at: start + now * stepSeconds * SECOND_MS });
  }
  return windows;
};

/** The 95th percentile of what is known; NaN when less than half is. */
export const p95Of = (samples: Float64Array): number => {
  const known = samples.filter((sample) => !Number.isNaN(sample));
  return known.length < Math.max(1, LEAST_KNOWN * samples.length) ? Number.NaN : selectAt(known, known.length, rankOf(0.95, known.length));
};
