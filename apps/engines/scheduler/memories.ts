import type { Memory } from '@ml/contracts/decision';
import { DAY_MS } from '@ml/units/time';
import { roundTo } from '@ml/units/money';
import { byEnvironment, isDown, isUp, type Change } from './changes';
import type { Launch } from './launches';
import { forgetNodes, goneNodesOf, rememberLaunch, rememberNodes, type GoneNodes } from './node-memory';
import type { Removal } from './node-removals';
import { forget, rememberer, type Before } from './recall';
import { NO_RATE, type Rate } from './savings';

export interface MemoryInput {
  readonly memory: readonly Memory[];
  readonly before: ReadonlyMap<string, Before>;
  readonly changes: readonly Change[];
  readonly removals: readonly Removal[];
  readonly launches: readonly Launch[];
  readonly rates: ReadonlyMap<string, Rate>;
  readonly now: number;
  readonly days: number;
}

/** What is remembered anew, what is forgotten, and what would else be forgotten too early. Whatever is not named keeps its time. */
export const memoriesOf = (input: MemoryInput): readonly Memory[] => {
  const known = new Set(input.changes.map(({ candidate }) => candidate.unit.key));
  const writing: Writing = { ...input, write: rememberer(input) };
  const ofUnits = input.changes.flatMap((change) => ofChange(change, writing));
  const stranded = [...input.before].filter(([key]) => !known.has(key)).flatMap(([key, before]) => renewed(key, before, writing));
  return [...ofUnits, ...stranded, ...ofNodes(input)];
};

interface Writing extends MemoryInput {
  readonly write: (key: string, before: Before) => Memory;
}

const ofChange = (change: Change, input: Writing): readonly Memory[] => {
  const { key } = change.candidate.unit;
  const { before } = change.verdict;
  if (before === null) return input.before.has(key) ? [forget(key, input.now)] : [];
  if (!isDown(change)) return renewed(key, before, input);
  const { ofPods, ofNodes: withNodes } = input.rates.get(key) ?? NO_RATE;
  return [input.write(key, { ...before, usdPerHour: roundTo(Math.max(before.usdPerHour, ofPods + withNodes), 6) })];
};

/** Written again only when half of its time is over: most looks change nothing. */
const renewed = (key: string, before: Before, input: Writing): readonly Memory[] => {
  const until = expiryOf(input, `replicas:${key}`);
  return until === undefined || until - input.now > (input.days * DAY_MS) / 2 ? [] : [input.write(key, before)];
};

const EXPIRIES = new WeakMap<readonly Memory[], ReadonlyMap<string, number>>();

const expiryOf = ({ memory }: MemoryInput, key: string): number | undefined => {
  const known = EXPIRIES.get(memory) ?? new Map(memory.map((one) => [one.key, Date.parse(one.expires_at)]));
  EXPIRIES.set(memory, known);
  return known.get(key);
};

const ofNodes = (input: MemoryInput): readonly Memory[] => {
  const gone = goneNodesOf(input.memory);
  return [...byEnvironment(input.changes)].flatMap(([environment, own]) => {
    const earlier = gone.get(environment.name) ?? null;
    const removals = input.removals.filter((removal) => removal.environment === environment);
    if (removals.length > 0) return [rememberNodes(environment.name, removals, { ...input, earlier: stillDown(earlier, own) })];
    if (earlier === null) return [];
    if (isAwake(own)) return [forgetNodes(environment.name, input.now)];
    const launching = input.launches.some((launch) => launch.kind === 'run' && launch.environment === environment.name);
    return launching && earlier.launched === null ? [rememberLaunch(environment.name, earlier, input)] : [];
  });
};

/** What went in an earlier downtime has come back since. */
const stillDown = (earlier: GoneNodes | null, own: readonly Change[]): GoneNodes | null => {
  return earlier !== null && own.find(isDown)?.candidate.timing.downSince(earlier.since) === true ? earlier : null;
};

/** Everything is up, and nothing of it must be woken any more. */
const isAwake = (own: readonly Change[]): boolean => own.every((change) => change.candidate.timing.wanted === 'up' && !isUp(change));
