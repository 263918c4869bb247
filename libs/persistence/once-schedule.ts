import type { BeforeApplicationShutdown } from '@nestjs/common';
import { cronSlots, type CronSlots } from './cron-slots';
import type { Database } from './database';
import { beginSchedule, takeSlot } from './take-slot';
import type { Tx } from './tx';

/** Runs in the transaction that takes the slot: what it writes and enqueues happens once, or the slot is free again. */
export type SlotHandler = (tx: Tx, slot: Date) => Promise<void>;

interface Options {
  /** Milliseconds added to the database's clock, for tests of several processes. */
  readonly offsetMs?: number;
  readonly onFailure?: (schedule: string, error: unknown) => void;
}

interface Entry {
  readonly name: string;
  readonly slots: CronSlots;
  readonly handler: SlotHandler;
}

/** A clock may be set, a machine may sleep: no timer is trusted for longer. */
const LONGEST_WAIT_MS = 60_000;
const RETRY_MS = 5_000;

/** Timers that fire once per slot however many replicas run, by the database's clock, and catch up the last missed slot once. */
export class OnceSchedule implements BeforeApplicationShutdown {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly options: Options = {},
  ) {}

  /** `name` is the schedule's identity among all replicas; `expression` is cron in UTC. @throws when the expression is wrong */
  every(name: string, expression: string, handler: SlotHandler): void {
    if (this.timers.has(name)) throw new Error(`the schedule ${name} exists already`);
    this.plan({ name, slots: cronSlots(expression), handler }, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Waits for the handlers that are running. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.running);
  }

  private plan(entry: Entry, delayMs: number): void {
    if (this.stopping) return;
    const timer = setTimeout(() => {
      const turn = this.turn(entry).finally(() => this.running.delete(turn));
      this.running.add(turn);
    }, delayMs);
    this.timers.set(entry.name, timer.unref());
  }

  private async turn(entry: Entry): Promise<void> {
    let waitMs = RETRY_MS;
    try {
      const now = await this.now();
      await this.fire(entry, now);
      const next = entry.slots.next(now);
      waitMs = next === undefined ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, Math.max(1, next.getTime() - now.getTime()));
    } catch (error) {
      this.options.onFailure?.(entry.name, error);
    }
    this.plan(entry, waitMs);
  }

  private async fire({ name, slots, handler }: Entry, now: Date): Promise<void> {
    const at = slots.latest(now);
    if (at === undefined) return;
    const slot = { schedule: name, at };
    const known = await this.database.query('SELECT 1 FROM schedule_slots WHERE schedule = $1 AND slot >= $2 LIMIT 1', [name, at]);
    if (known.length > 0) return;
    await this.database.transaction((tx) => beginSchedule(tx, slot));
    await this.database.transaction(async (tx) => {
      // A handler may work elsewhere for long while this transaction waits.
      await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      if (await takeSlot(tx, slot)) await handler(tx, at);
    });
  }

  private async now(): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return new Date((row?.now.getTime() ?? Date.now()) + (this.options.offsetMs ?? 0));
  }
}
