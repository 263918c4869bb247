import { ownedDatabase } from '@ml/testing/owned-database';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OnceSchedule, type SlotHandler } from './once-schedule';

const EVERY_SECOND = '* * * * * *';
const HOURLY = '0 * * * *';
const DAY_MS = 86_400_000;

const database = await ownedDatabase('decisions');
const pool = database.connect();
await pool.query('CREATE TABLE fired (schedule text, slot timestamptz, replica int)');

const open: OnceSchedule[] = [];
const replica = (options: ConstructorParameters<typeof OnceSchedule>[1] = {}): OnceSchedule => {
  const schedule = new OnceSchedule(database.connect({ poolSize: 3 }), options);
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
    await vi.waitFor(async () => expect((await firedSlots('many')).length).toBeGreaterThanOrEqual(3), { timeout: 8_000 });
    const slots = await firedSlots('many');
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('does not fire for what lies before its installation', async () => {
    replica().every('new', HOURLY, note('new'));
    await vi.waitFor(async () => expect(await taken('new')).toEqual([{ fired: false }]));
    expect(await firedSlots('new')).toEqual([]);
  });

  it('catches up the last missed slot once after a downtime of many slots', async () => {
    const before = replica();
    before.every('late', HOURLY, note('late'));
    await vi.waitFor(async () => expect(await taken('late')).toHaveLength(1));
    await before.stop();
    // Three days later, with three replicas.
    for (let id = 0; id < 3; id += 1) replica({ offsetMs: 3 * DAY_MS }).every('late', HOURLY, note('late', id));
    await vi.waitFor(async () => expect(await taken('late')).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const lastHour = new Date(Math.floor((Date.now() + 3 * DAY_MS) / 3_600_000) * 3_600_000);
    expect(await firedSlots('late')).toEqual([lastHour.toISOString()]);
  });

  it('leaves the slot to another replica when the handler fails, with nothing half-written', async () => {
    const first = replica();
    first.every('failing', HOURLY, note('failing'));
    await vi.waitFor(async () => expect(await taken('failing')).toHaveLength(1));
    await first.stop();
    const failures: string[] = [];
    replica({ offsetMs: DAY_MS, onFailure: (name) => failures.push(name) }).every('failing', HOURLY, async (tx, slot) => {
      await note('failing', 1)(tx, slot);
      throw new Error('in the middle');
    });
    await vi.waitFor(() => expect(failures).toEqual(['failing']));
    expect(await firedSlots('failing')).toEqual([]);
    replica({ offsetMs: DAY_MS }).every('failing', HOURLY, note('failing', 2));
    await vi.waitFor(async () => expect(await firedSlots('failing')).toHaveLength(1));
  });

  it('refuses two schedules of one name in one process', () => {
    const schedule = replica();
    schedule.every('twice', HOURLY, note('twice'));
    expect(() => schedule.every('twice', HOURLY, note('twice'))).toThrow('exists already');
  });
});
