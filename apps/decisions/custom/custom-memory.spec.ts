import { describe, expect, it } from 'vitest';
import type { Memory } from '@ml/contracts/decision';
import { builtInMemory, checkMemory, memoryOf, rememberedBy } from './custom-memory';

const entry = (key: string): Memory => ({ key, value: 1, expires_at: '2027-01-01T00:00:00.000Z' });

describe('the memory of custom engines', () => {
  it('comes back to the engine that left it and to nobody else', () => {
    const all = [entry('sighting:i-1'), ...rememberedBy('packer', [entry('seen')]), ...rememberedBy('pack', [entry('er:seen')])];
    expect(memoryOf('packer', all)).toEqual([entry('seen')]);
    expect(memoryOf('pack', all)).toEqual([entry('er:seen')]);
    expect(builtInMemory(all)).toEqual([entry('sighting:i-1')]);
  });

  it('is bounded for each cluster, counting what is remembered anew once', () => {
    const many = (from: number, count: number): readonly Memory[] => Array.from({ length: count }, (_, index) => entry(`k${from + index}`));
    expect(() => checkMemory(many(0, 2_000), many(1_500, 500))).not.toThrow();
    expect(() => checkMemory(many(0, 1_500), many(1_000, 1_001))).toThrow('remembers 2001 things');
  });

  it('is bounded in size too: what is remembered anew replaces what was there', () => {
    const large = (key: string): Memory => ({ ...entry(key), value: 'x'.repeat(600_000) });
    expect(() => checkMemory([large('a')], [large('a')])).not.toThrow();
    expect(() => checkMemory([large('a')], [large('b')])).toThrow('characters about one cluster');
    expect(() => checkMemory([large('a'), large('b')], [])).not.toThrow();
  });
});
