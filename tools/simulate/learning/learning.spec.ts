import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@ml/units/time';
import { CHECKPOINTS } from './playing';
import { summaryOf, type WorldSummary } from './report/summary';
import { simulateWorld } from './simulate-world';
import { WORLD_NAMES, type WorldName } from './world/true-world';

/** Worlds that no constant was chosen by: those were numbered from 1001. */
const SEEDS = Array.from({ length: 16 }, (_, at) => at + 1);
const TERMS = { customers: 60, checkpoints: CHECKPOINTS, moving: { takesMs: 5 * MINUTE_MS, perMinute: 1_000 } };
const FROZEN = path.join(import.meta.dirname, 'frozen.json');
const DIGITS = 6;

const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);

const summaries = new Map<WorldName, WorldSummary>();

beforeAll(() => {
  for (const name of WORLD_NAMES) summaries.set(name, summaryOf(name, SEEDS.map((seed) => simulateWorld(name, seed, TERMS))));
}, 120_000);

const lastOf = (name: WorldName): WorldSummary['checkpoints'][number] => summaries.get(name)!.checkpoints.at(-1)!;

describe('the frozen worlds', () => {
  it('give the same figures as ever ("npm run simulate:accept" writes them anew)', () => {
    const text = `${JSON.stringify([...summaries.values()], rounded, 1)}\n`;
    if (process.env['ACCEPT_SIMULATION'] === 'true') writeFileSync(FROZEN, text);
    expect(existsSync(FROZEN) ? readFileSync(FROZEN, 'utf8') : '').toBe(text);
  });

  it('are the same for the same seed, others for another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify(simulateWorld('helpful', seed, { ...TERMS, customers: 10, checkpoints: [0, 10_000] })));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('what is learned', () => {
  it('weighs nothing before 10,000 instance-hours: the score is that of day zero', () => {
    for (const name of WORLD_NAMES) {
      const { formula } = summaries.get(name)!.checkpoints[0]!;
      expect(formula.learned).toEqual(formula.dayZero);
    }
  });

  it('foretells more of who is interrupted in a helpful world, by more than chance', () => {
    const { formula } = lastOf('helpful');
    expect(formula.change.brier).toBeLessThan(-2 * formula.error.brier);
    expect(formula.gains.brier).toBeGreaterThan(0.04);
  });

  it('makes up for an advisor that is wrong, by more than chance, and the more the longer it sees', () => {
    const { checkpoints } = summaries.get('wrong-prior')!;
    const { formula, alone } = lastOf('wrong-prior');
    expect(formula.change.brier).toBeLessThan(-4 * formula.error.brier);
    expect(formula.change.auc).toBeGreaterThan(3 * formula.error.auc);
    expect(alone.gains.brier).toBeGreaterThan(0.15);
    const gained = checkpoints.map((checkpoint) => checkpoint.formula.gains.brier ?? 0);
    expect([...gained].sort((one, other) => one - other)).toEqual(gained);
  });

  it('spoils next to nothing where there is nothing to learn', () => {
    for (const { formula, allPools } of summaries.get('no-signal')!.checkpoints) {
      // A tenth of what the truth is worth in the helpful world.
      const bound = 0.1 * Math.abs(lastOf('helpful').formula.oracle.brier - lastOf('helpful').formula.dayZero.brier);
      expect(formula.change.brier).toBeLessThan(bound);
      expect(allPools.change.brier).toBeLessThan(bound);
      expect(formula.change.accuracy).toBeGreaterThan(-0.02);
      expect(allPools.change.accuracy).toBeGreaterThan(-0.02);
    }
  });

  it('is never better than the truth', () => {
    for (const name of ['helpful', 'wrong-prior'] as const) {
      for (const { formula, alone } of summaries.get(name)!.checkpoints) {
        expect(formula.gains.brier).toBeLessThan(1);
        expect(alone.gains.auc).toBeLessThan(1);
      }
    }
  });
});

describe('moving out of confirmed pools', () => {
  it('comes too late for most where nodes go together, and helps the more the less they do', () => {
    for (const name of WORLD_NAMES) {
      const inTime = summaries.get(name)!.concentrations.map(({ moves }) => moves.inTime);
      expect([...inTime].sort((one, other) => one - other)).toEqual(inTime);
      expect(inTime.at(-1)!).toBeGreaterThan(3 * inTime[0]!);
    }
  });

  it('is judged on events as they are seen in real pools: more than 92% of interruptions close to one another are within three minutes', () => {
    for (const name of WORLD_NAMES) expect(summaries.get(name)!.concentrations[0]!.together).toBeGreaterThan(0.92);
  });
});
