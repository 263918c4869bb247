/** The one clock of a process. Multi-process specs shift it with CLOCK_OFFSET_MS. */
export class Clock {
  constructor(private readonly offsetMs = 0) {}

  now(): Date {
    return new Date(this.millis());
  }

  millis(): number {
    return Date.now() + this.offsetMs;
  }
}
