import { Inject, Injectable } from '@nestjs/common';
import { DeadLetters } from '@ml/platform/bus/dead-letters';
import { Metrics } from '@ml/platform/metrics';

/** Shows what consumers gave up on, also what a handler that was killed could not tell of. */
@Injectable()
export class DeadLetterGauge {
  constructor(@Inject(DeadLetters) letters: DeadLetters, @Inject(Metrics) metrics: Metrics) {
    metrics.gauge({
      name: 'ml_dead_letters',
      help: 'Messages that a consumer gave up on, of the last 30 days',
      // While the bus is away the last figure stays.
      collect: async (gauge) => {
        const count = await letters.count().catch(() => undefined);
        if (count !== undefined) gauge.set(count);
      },
    });
  }
}
