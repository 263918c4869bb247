import { readFileSync } from 'node:fs';
import { SECOND_MS } from '@ml/units/time';
import { TrainFault } from '../train-fault';
import type { UsageHistory } from './usage-history';

/** From and until, milliseconds since the epoch, by the name of a file. */
type Windows = ReadonlyMap<string, readonly (readonly [from: number, until: number])[]>;

/** `{"folder/file.csv": [["from", "until"], ...]}`, as the Numenta Anomaly Benchmark writes it. @throws TrainFault */
export const anomalyWindows = (path: string): Windows => {
  try {
    const windows = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, readonly (readonly [string, string])[]>>;
    return new Map(Object.entries(windows).map(([name, list]) => [name, list.map(([from, until]) => [instant(from), instant(until)] as const)]));
  } catch (cause) {
    throw new TrainFault(`--labels ${path} is not a JSON file of windows by file name, such as {"folder/file.csv": [["2026-11-01 10:00:00", "2026-11-01 12:00:00"]]}`, { cause });
  }
};

const SECONDS = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/;

/** Without a zone, as in the archive: UTC. */
const instant = (text: string): number => {
  const at = Date.parse(text.replace(SECONDS, '$1T$2Z').slice(0, 20));
  if (!SECONDS.test(text) || Number.isNaN(at)) throw new RangeError(`${text} is not a time`);
  return at;
};

/** Marks what lies in the windows of its file; a file without windows stays as it is. */
export const withWindows = (history: UsageHistory, windows: Windows): UsageHistory => {
  const [, own] = [...windows].find(([name]) => isOneFile(name, history.name)) ?? [];
  if (own === undefined) return history;
  const samples = history.cpu.length > 0 ? history.cpu : history.memory;
  const marks = Uint8Array.from(samples, (_, at) => {
    const when = history.start + at * history.stepSeconds * SECOND_MS;
    return own.some(([from, until]) => when >= from && when <= until) ? 1 : 0;
  });
  return { ...history, anomalous: marks };
};

/** One of them may be named with more folders than the other. */
const isOneFile = (one: string, other: string): boolean => one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
