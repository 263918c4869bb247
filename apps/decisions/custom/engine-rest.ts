import { SandboxFault, type SandboxReason } from './sandbox-fault';

/** What costs a thread and the caller's time; an engine that throws at once costs neither. */
const COSTLY: ReadonlySet<SandboxReason> = new Set(['ENGINE_TOO_SLOW', 'ENGINE_OUT_OF_MEMORY', 'ENGINE_CRASHED']);
/** One large cluster among many small ones must not put the engine to rest for all. */
const FAILURES = 5;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;

interface Record {
  failures: number;
  restMs: number;
  until: number;
}

/** An engine that runs out of time or memory again and again is left alone for a while, longer each time; then one decision tries it. */
export class EngineRest {
  private readonly records = new Map<string, Record>();

  /** `now` in milliseconds that only grow. */
  constructor(private readonly now: () => number) {}

  /** @throws SandboxFault ENGINE_RESTING */
  check(id: string): void {
    const record = this.records.get(id);
    if (record === undefined || record.failures < FAILURES) return;
    const left = record.until - this.now();
    if (left > 0) throw new SandboxFault('ENGINE_RESTING', `it ran out of time or memory ${String(FAILURES)} times in a row and is not tried for another ${String(Math.ceil(left / 1_000))} s`);
    // Whoever comes first tries; the others wait for what comes of it.
    record.until = this.now() + record.restMs;
  }

  failed(id: string, reason: SandboxReason): void {
    if (!COSTLY.has(reason)) return;
    const { failures = 0, restMs = FIRST_REST_MS } = this.records.get(id) ?? {};
    const rests = failures + 1 >= FAILURES;
    this.records.set(id, { failures: failures + 1, restMs: rests ? Math.min(LONGEST_REST_MS, restMs * 2) : restMs, until: this.now() + restMs });
  }

  decided(id: string): void {
    this.records.delete(id);
  }
}
