/** The one clock of a process. Multi-process specs shift it with CLOCK_OFFSET_MS. */
export class Clock {
  constructor(private readonly offsetMs = 0) {}

  now(): Date {
    return new Date(this.millis());
  }

  millis(): number {
    return Date.now() + this.offsetMs;
  }

  /** What it shows when a clock that is not shifted, such as the database's, shows `at`. */
  shown(at: Date): Date {
    return new Date(at.getTime() + this.offsetMs);
  }
}
