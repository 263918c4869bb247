import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics';
import { ReadGauges } from './read-gauges';

describe('gauges of one reading', () => {
  it('are of the same moment, read once each time; the last figures stay while it fails', async () => {
    const metrics = new Metrics('spec');
    let reads = 0;
    const gauges = new ReadGauges(metrics, async () => {
      await Promise.resolve();
      reads += 1;
      if (reads === 2) throw new Error('away');
      return { reads };
    });
    for (const name of ['ml_spec_a', 'ml_spec_b']) gauges.show({ name, help: 'a reading', labels: ['state'] }, (gauge, read) => gauge.set({ state: 'read' }, read.reads));
    const shown = async (): Promise<readonly string[]> => [...(await metrics.registry.metrics()).matchAll(/ml_spec_(\w)\{.*\} (\d)/g)].map(([, name, value]) => `${name ?? ''} ${value ?? ''}`);
    expect(await shown()).toEqual(['a 1', 'b 1']);
    expect(await shown()).toEqual(['a 1', 'b 1']);
    expect(await shown()).toEqual(['a 3', 'b 3']);
  });
});
