import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@ml/testing/mulberry32';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { learnedPatterns, NO_PATTERNS, sharedPatterns, type PatternBasis, type TypePatterns } from './learned-patterns';
import { peakText } from './peak-text';
import type { ReportedInterruption } from './reported-interruption';
import { seasonOf } from './seasons';
import { atOnce } from './steps';
import { dayOf, hourOf, weekdayOf } from './temporal-patterns';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c', 'eu-west-1a'] as const;

interface World {
  readonly seed: number;
  readonly days: number;
  readonly events: number;
  readonly customers: number;
  /** How much more often something happens at that time. */
  readonly weight?: (at: number) => number;
}

const MOST_WEIGHT = 9;

/** Independent interruptions, spread by the weight. */
const drawn = ({ seed, days, events, customers, weight = () => 1 }: World): readonly ReportedInterruption[] => {
  const random = mulberry32(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const time = (): number => {
    for (;;) {
      const at = NOW - Math.floor(random() * days * DAY_MS);
      if (random() * MOST_WEIGHT < weight(at)) return at;
    }
  };
  return Array.from({ length: events }, () => {
    const zone = ZONES[pick(ZONES.length)] ?? ZONES[0];
    return { at: time(), customer: `cu-${pick(customers)}`, zone, region: zone.slice(0, -1), workload: ['web', 'batch', null][pick(3)] ?? null, recoverySeconds: pick(600) };
  });
};

const basisOf = (reports: readonly ReportedInterruption[]): PatternBasis => ({ reports, now: NOW, exposure: [{ region: 'us-east-1', hours: 730_000, customers: 9 }, { region: 'eu-west-1', hours: 73_000, customers: 4 }] });
const learned = (reports: readonly ReportedInterruption[]): TypePatterns => atOnce(learnedPatterns(basisOf(reports)));
const standsOut = ({ temporal_patterns: { high_risk_hours: hours, high_risk_days: days }, seasonal_patterns: seasons }: TypePatterns): boolean => hours.length + days.length + Object.keys(seasons).length > 0;

describe('patterns of a type', () => {
  it('are not seen in noise', () => {
    const worlds = Array.from({ length: 300 }, (_, seed) => learned(drawn({ seed, days: 30 + (seed % 5) * 90, events: 20 + (seed % 7) * 60, customers: 12 })));
    expect(worlds.filter(standsOut).length).toBeLessThanOrEqual(9);
  });

  it('are not seen in one bad evening, however many were hit', () => {
    const evening = Date.parse('2026-11-10T18:00:00Z');
    const bad = Array.from({ length: 300 }, (_, index) => ({ at: evening + index * 10_000, customer: `cu-${index % 9}`, zone: `us-east-1${'abcdef'[index % 6]}`, region: 'us-east-1', workload: 'web', recoverySeconds: null }));
    for (let seed = 0; seed < 10; seed += 1) expect(standsOut(learned([...drawn({ seed, days: 120, events: 150, customers: 9 }), ...bad]))).toBe(false);
  });

  it('are found where they are: hours, days and seasons', () => {
    const peak = (at: number): number => ([14, 15, 16].includes(hourOf(at)) ? 3 : 1) * ([1, 2].includes(weekdayOf(dayOf(at))) ? 3 : 1);
    const found = Array.from({ length: 20 }, (_, seed) => learned(drawn({ seed, days: 180, events: 900, customers: 12, weight: peak })).temporal_patterns);
    expect(found[0]).toEqual({ high_risk_hours: [14, 15, 16], high_risk_days: [1, 2], peak_interruption_time: '14:00-17:00 Tuesday/Wednesday' });
    // All that is there, and no more than chance allows beside it.
    for (const { high_risk_hours: hours, high_risk_days: days } of found) expect([hours, days]).toEqual([expect.arrayContaining([14, 15, 16]), expect.arrayContaining([1, 2])]);
    expect(found.filter(({ high_risk_hours: hours, high_risk_days: days }) => hours.length + days.length > 5).length).toBeLessThanOrEqual(1);
    const shops = (at: number): number => (seasonOf(at) === 'black_friday' ? 5 : seasonOf(at) === 'end_of_quarter' ? 3 : 1);
    const { seasonal_patterns } = learned(drawn({ seed: 2, days: 365, events: 1_500, customers: 12, weight: shops }));
    expect(Object.keys(seasonal_patterns)).toEqual(['black_friday', 'end_of_quarter']);
    expect(seasonal_patterns['black_friday']?.interruption_multiplier).toBeGreaterThan(3.5);
    expect(seasonal_patterns['end_of_quarter']?.interruption_multiplier).toBeGreaterThan(2);
  });

  it('are of the pool, not of a customer: two alone make none', () => {
    const atNoon = (at: number): number => (hourOf(at) === 12 ? MOST_WEIGHT : 0.5);
    const rhythm = (customers: number): TypePatterns => learned(drawn({ seed: 3, days: 90, events: 200, customers, weight: atNoon }));
    expect(rhythm(2).temporal_patterns.high_risk_hours).toEqual([]);
    expect(rhythm(3).temporal_patterns.high_risk_hours).toEqual([12]);
  });

  it('do not depend on the order of the reports, nor on how often one is told', () => {
    const world = fc.record({ seed: fc.integer(), days: fc.integer({ min: 1, max: 400 }), events: fc.integer({ min: 0, max: 120 }), customers: fc.integer({ min: 1, max: 8 }) });
    fc.assert(
      fc.property(world, fc.integer(), (terms, seed) => {
        const reports = drawn(terms);
        const random = mulberry32(seed);
        const shuffled = [...reports, ...reports].map((report) => ({ report, key: random() })).toSorted((one, other) => one.key - other.key);
        const again = basisOf(shuffled.map(({ report }) => report));
        expect(atOnce(learnedPatterns(again))).toEqual(learned(reports));
        expect(atOnce(sharedPatterns(again))).toEqual(atOnce(sharedPatterns(basisOf(reports))));
      }),
    );
  });

  it('count nodes lost together once, and rates for each instance and month', () => {
    const report = { at: NOW - HOUR_MS, customer: 'cu-1', zone: 'us-east-1a', region: 'us-east-1', workload: 'web', recoverySeconds: 100 };
    const both = [report, { ...report, at: report.at - 60_000, customer: 'cu-2', workload: 'db', recoverySeconds: null }, { ...report, at: report.at - DAY_MS, recoverySeconds: 201 }];
    expect(learned(both)).toMatchObject({
      interruptions: 2,
      customers: 2,
      since: new Date(report.at - DAY_MS).toISOString(),
      workload_patterns: { web: { interruptions: 2, interruption_rate: 0.001_818, avg_recovery_seconds: 151 }, db: { interruptions: 1, avg_recovery_seconds: null } },
    });
    expect(atOnce(learnedPatterns({ reports: both, exposure: [], now: NOW })).workload_patterns['web']?.interruption_rate).toBeNull();
    expect(learned([])).toMatchObject({ interruptions: 0, customers: 0, since: null, workload_patterns: {} });
  });
});

describe('what everybody may see', () => {
  const shared = (reports: readonly ReportedInterruption[], exposure = basisOf([]).exposure): TypePatterns => atOnce(sharedPatterns({ reports, exposure, now: NOW }));

  it('is nothing of two customers', () => {
    const two = drawn({ seed: 4, days: 90, events: 300, customers: 2 });
    expect(shared(two)).toEqual(NO_PATTERNS);
  });

  it('stays the same whatever one or two customers add in a region, a kind of work or a season of their own', () => {
    const everybody = drawn({ seed: 5, days: 20, events: 400, customers: 8 });
    const before = shared(everybody);
    const alone = fc.record({ customer: fc.constantFrom('secret-1', 'secret-2'), at: fc.integer({ min: NOW - 400 * DAY_MS, max: NOW }), place: fc.constantFrom('work', 'region', 'season'), recoverySeconds: fc.integer({ min: 0, max: 9_999 }) });
    fc.assert(
      fc.property(fc.array(alone, { maxLength: 40 }), (added) => {
        const own = added.map(({ place, at, ...report }) => ({
          ...report,
          at: place === 'season' ? Date.parse('2025-12-24T10:00:00Z') : at,
          zone: place === 'region' ? 'ap-south-1a' : 'us-east-1a',
          region: place === 'region' ? 'ap-south-1' : 'us-east-1',
          workload: place === 'work' ? 'secret-work' : 'web',
        }));
        // In the company of others a report is one of many; alone it is not there.
        const unaccompanied = own.filter(({ workload, region, at }) => workload === 'secret-work' || region === 'ap-south-1' || !everybody.some((other) => seasonOf(other.at) === seasonOf(at)));
        expect(shared([...everybody, ...unaccompanied])).toEqual(before);
      }),
    );
  });

  it('adds up from parts of three customers at least: no difference between totals tells of fewer', () => {
    const world = fc.record({ seed: fc.integer(), days: fc.integer({ min: 1, max: 200 }), events: fc.integer({ min: 0, max: 80 }), customers: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(world, (terms) => {
        const reports = drawn(terms);
        const all = shared(reports);
        const regions = [...new Set(reports.map(({ region }) => region))].map((region) => shared(reports.filter((report) => report.region === region)));
        // A region is shown on its own exactly as it is counted in the whole.
        expect(regions.reduce((sum, { interruptions }) => sum + (interruptions ?? 0), 0)).toBe(all.interruptions ?? 0);
        for (const [workload, { interruptions }] of Object.entries(all.workload_patterns)) {
          expect(regions.reduce((sum, one) => sum + (one.workload_patterns[workload]?.interruptions ?? 0), 0)).toBe(interruptions);
          expect(new Set(reports.filter((report) => report.workload === workload).map(({ customer }) => customer)).size).toBeGreaterThanOrEqual(3);
        }
      }),
    );
  });

  it('says days for times, tens of seconds for recoveries, and no rate of hours that fewer than three customers ran', () => {
    const three = [1, 2, 3].map((customer) => ({ at: NOW - customer * HOUR_MS, customer: `cu-${customer}`, zone: 'us-east-1a', region: 'us-east-1', workload: 'web', recoverySeconds: 100 + customer }));
    expect(shared(three)).toMatchObject({ interruptions: 3, customers: 3, since: '2026-11-21T00:00:00.000Z', workload_patterns: { web: { interruption_rate: 0.002_727, avg_recovery_seconds: 100, interruptions: 3 } } });
    expect(shared(three, [{ region: 'us-east-1', hours: 730, customers: 2 }]).workload_patterns['web']).toEqual({ interruption_rate: null, avg_recovery_seconds: 100, interruptions: 3 });
    expect(shared(three.map((report, index) => ({ ...report, recoverySeconds: index === 0 ? 5 : null }))).workload_patterns['web']?.avg_recovery_seconds).toBeNull();
  });
});

describe('the text of a peak', () => {
  const hours = (...list: readonly number[]): readonly { readonly hour: number; readonly events: number }[] => list.map((hour) => ({ hour, events: 1 }));
  it('names the hours that follow each other, midnight included, and all the days', () => {
    expect(peakText(hours(14, 15), [1, 2])).toBe('14:00-16:00 Tuesday/Wednesday');
    expect(peakText([...hours(0, 1, 23), { hour: 12, events: 2 }], [])).toBe('23:00-02:00');
    expect(peakText([{ hour: 12, events: 9 }, ...hours(0, 1, 23)], [])).toBe('12:00-13:00');
    expect(peakText([], [0, 6])).toBe('Monday/Sunday');
    expect(peakText([], [])).toBeNull();
    expect(peakText(hours(...Array.from({ length: 24 }, (_, hour) => hour)), [])).toBe('00:00-00:00');
  });
});
