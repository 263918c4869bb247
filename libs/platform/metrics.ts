import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a cache hit to a 100,000-pod decision. */
export const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface MetricOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

/** The metrics of one process in Prometheus form. Names start with `ml_`. */
export class Metrics {
  readonly registry = new Registry();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  counter<const Label extends string = never>({ name, help, labels = [] }: MetricOptions<Label>): Counter<Label> {
    return this.once(name, () => new Counter({ name, help, labelNames: [...labels], registers: [this.registry] }));
  }

  gauge<const Label extends string = never>(options: MetricOptions<Label> & { collect?: (gauge: Gauge<Label>) => void | Promise<void> }): Gauge<Label> {
    const { name, help, labels = [], collect } = options;
    return this.once(name, () => {
      const gauge: Gauge<Label> = new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers: [this.registry],
        ...(collect && { collect: () => collect(gauge) }),
      });
      return gauge;
    });
  }

  histogram<const Label extends string = never>({ name, help, labels = [], buckets = LATENCY_BUCKETS }: MetricOptions<Label> & { buckets?: number[] }): Histogram<Label> {
    return this.once(name, () => new Histogram({ name, help, labelNames: [...labels], buckets, registers: [this.registry] }));
  }

  private once<Metric>(name: string, create: () => Metric): Metric {
    return (this.registry.getSingleMetric(name) as Metric | undefined) ?? create();
  }
}
