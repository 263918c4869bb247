/** Seconds spent in the phases of one piece of work. */
export class Stopwatch {
  private readonly seconds: Record<string, number> = {};
  private since = performance.now();

  /** What has passed since the last lap belongs to this phase. */
  lap(phase: string): void {
    const now = performance.now();
    this.seconds[phase] = (this.seconds[phase] ?? 0) + (now - this.since) / 1_000;
    this.since = now;
  }

  read(): Readonly<Record<string, number>> {
    return this.seconds;
  }
}
