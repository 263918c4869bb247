import { ownedDatabase } from '@ml/testing/owned-database';
import { afterEach, describe, expect, it } from 'vitest';
import { OnceSchedule, type SlotHandler } from './once-schedule';

const EVERY_SECOND = '* * * * * *';
const HOURLY = '0 * * * *';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** To half past: no hour begins while the file runs. */
const HALF_PAST = HOUR_MS / 2 - (Date.now() % HOUR_MS);

const database = await ownedDatabase('decisions');
const pool = database.connect();
await pool.query('CREATE TABLE fired (schedule text, slot timestamptz, replica int)');

const open: OnceSchedule[] = [];
const replica = ({ aheadMs = 0, onFailure }: { readonly aheadMs?: number; readonly onFailure?: (name: string) => void } = {}): OnceSchedule => {
  const schedule = new OnceSchedule(database.connect({ poolSize: 3 }), { offsetMs: HALF_PAST + aheadMs, ...(onFailure !== undefined && { onFailure }) });
  open.push(schedule);
  return schedule;
};
afterEach(() => Promise.all(open.splice(0).map((schedule) => schedule.stop())));

const note =
  (name: string, id = 1): SlotHandler =>
  async (tx, slot) => {
    await tx.query('INSERT INTO fired VALUES ($1, $2, $3)', [name, slot, id]);
  };
const firedSlots = async (name: string): Promise<string[]> =>
  (await pool.query<{ slot: Date }>('SELECT slot FROM fired WHERE schedule = $1 ORDER BY slot', [name])).map(({ slot }) => slot.toISOString());
const taken = (name: string) => pool.query<{ fired: boolean }>('SELECT fired FROM schedule_slots WHERE schedule = $1', [name]);

describe('a schedule that fires once', () => {
  it('fires each slot once with five replicas', async () => {
    for (let id = 0; id < 5; id += 1) replica().every('many', EVERY_SECOND, note('many', id));
    await expect.poll(async () => (await firedSlots('many')).length).toBeGreaterThanOrEqual(3);
    const slots = await firedSlots('many');
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('does not fire for what lies before its installation', async () => {
    replica().every('new', HOURLY, note('new'));
    await expect.poll(() => taken('new')).toEqual([{ fired: false }]);
    expect(await firedSlots('new')).toEqual([]);
  });

  it('catches up the last missed slot once after a downtime of many slots', async () => {
    const before = replica();
    before.every('late', HOURLY, note('late'));
    await expect.poll(() => taken('late')).toHaveLength(1);
    await before.stop();
    // Three days later, with three replicas.
    for (let id = 0; id < 3; id += 1) replica({ aheadMs: 3 * DAY_MS }).every('late', HOURLY, note('late', id));
    await expect.poll(() => taken('late')).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const lastHour = new Date(Math.floor((Date.now() + HALF_PAST + 3 * DAY_MS) / HOUR_MS) * HOUR_MS);
    expect(await firedSlots('late')).toEqual([lastHour.toISOString()]);
  });

  it('leaves the slot to another replica when the handler fails, with nothing half-written', async () => {
    const first = replica();
    first.every('failing', HOURLY, note('failing'));
    await expect.poll(() => taken('failing')).toHaveLength(1);
    await first.stop();
    const failures: string[] = [];
    replica({ aheadMs: DAY_MS, onFailure: (name) => failures.push(name) }).every('failing', HOURLY, async (tx, slot) => {
      await note('failing', 1)(tx, slot);
      throw new Error('in the middle');
    });
    await expect.poll(() => failures).toEqual(['failing']);
    expect(await firedSlots('failing')).toEqual([]);
    replica({ aheadMs: DAY_MS }).every('failing', HOURLY, note('failing', 2));
    await expect.poll(() => firedSlots('failing')).toHaveLength(1);
  });

  it('refuses two schedules of one name in one process', () => {
    const schedule = replica();
    schedule.every('twice', HOURLY, note('twice'));
    expect(() => schedule.every('twice', HOURLY, note('twice'))).toThrow('exists already');
  });
});
