import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import { Replica } from './replica';

const placed = (name: string, revision: number): PlacedAlias => ({
  name,
  alias: 'champion',
  ref: { id: `${name}-${revision}`, name, version: String(revision) },
  type: 'waste_predictor',
  mode: null,
  share: 0,
  revision,
  changedAt: new Date(0),
});
const SECOND = 1_000;

describe('a replica', () => {
  it('loads what it is told, once', () => {
    const replica = new Replica({ autoReload: true });
    const alias = placed('a', 1);
    expect(replica.want([alias])).toEqual([]);
    expect(replica.isComplete()).toBe(false);
    expect(replica.due(0)).toEqual([alias]);
    replica.served(alias);
    replica.want([alias]);
    expect([replica.due(0), replica.isComplete(), replica.nextAttempt()]).toEqual([[], true, undefined]);
    expect(replica.reports()).toEqual([{ name: 'a', alias: 'champion', serving: 'a-1', wanted: 'a-1', error: null }]);
  });

  it('keeps the version before when another cannot be loaded, tries again ever later, and at once when it is told another', () => {
    const replica = new Replica({ autoReload: true });
    replica.want([placed('a', 1)]);
    replica.served(placed('a', 1));
    replica.want([placed('a', 2)]);
    let now = 0;
    const waits = Array.from({ length: 8 }, () => {
      replica.failed(placed('a', 2), new AppError('UNAVAILABLE', 'no file'), now);
      const next = replica.nextAttempt() ?? 0;
      expect(replica.due(next - 1)).toEqual([]);
      expect(replica.due(next)).toHaveLength(1);
      const wait = next - now;
      now = next;
      return wait / SECOND;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(replica.reports()).toMatchObject([{ serving: 'a-1', wanted: 'a-2', error: 'UNAVAILABLE: no file' }]);
    expect(replica.failures()).toEqual(['a 2 (champion): UNAVAILABLE: no file']);
    replica.want([placed('a', 3)]);
    expect(replica.due(0)).toHaveLength(1);
  });

  it('tries what has failed after what is new', () => {
    const replica = new Replica({ autoReload: true });
    replica.want([placed('a', 1), placed('b', 2)]);
    replica.failed(placed('a', 1), new Error('too large'), 0);
    expect(replica.due(60 * SECOND).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('says what is served and no longer wanted', () => {
    const replica = new Replica({ autoReload: true });
    replica.want([placed('a', 1), placed('b', 2)]);
    replica.served(placed('a', 1));
    expect(replica.want([])).toEqual([placed('a', 1)]);
    expect(replica.reports()).toEqual([]);
  });

  it('that must not reload serves another version only after a restart, and is complete', () => {
    const replica = new Replica({ autoReload: false });
    replica.want([placed('a', 1)]);
    replica.served(placed('a', 1));
    replica.begun();
    replica.want([placed('a', 2), placed('b', 3)]);
    expect([replica.due(Number.MAX_SAFE_INTEGER), replica.isComplete(), replica.failures()]).toEqual([[], true, []]);
    expect(replica.reports()).toMatchObject([
      { serving: 'a-1', wanted: 'a-2', error: expect.stringContaining('AUTO_RELOAD_MODELS') as string },
      { serving: null, wanted: 'b-3' },
    ]);
    // Rolled back to what it serves.
    const back = { ...placed('a', 1), revision: 4 };
    replica.want([back, placed('b', 3)]);
    expect(replica.due(0)).toEqual([back]);
  });
});
