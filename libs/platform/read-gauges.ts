import type { Gauge } from 'prom-client';
import type { MetricOptions, Metrics } from './metrics';

/** Gauges of one reading, which is made once for all of them whenever metrics are fetched. While it fails the last figures stay. */
export class ReadGauges<Read> {
  private reading: Promise<Read | undefined> | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly read: () => Promise<Read>,
  ) {}

  show<const Label extends string = never>(options: MetricOptions<Label>, set: (gauge: Gauge<Label>, read: Read) => void): void {
    this.metrics.gauge({
      ...options,
      collect: async (gauge) => {
        const read = await this.readOnce();
        if (read !== undefined) set(gauge, read);
      },
    });
  }

  private readOnce(): Promise<Read | undefined> {
    this.reading ??= this.read()
      .catch(() => undefined)
      .finally(() => (this.reading = undefined));
    return this.reading;
  }
}
