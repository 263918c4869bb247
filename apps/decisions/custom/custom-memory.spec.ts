import { describe, expect, it } from 'vitest';
import type { Memory } from '@ml/contracts/decision';
import { builtInMemory, memoryOf, rememberedBy } from './custom-memory';

const entry = (key: string): Memory => ({ key, value: 1, expires_at: '2027-01-01T00:00:00.000Z' });

describe('the memory of custom engines', () => {
  it('comes back to the engine that left it and to nobody else', () => {
    const all = [entry('sighting:i-1'), ...rememberedBy('packer', [entry('seen')]), ...rememberedBy('pack', [entry('er:seen')])];
    expect(memoryOf('packer', all)).toEqual([entry('seen')]);
    expect(memoryOf('pack', all)).toEqual([entry('er:seen')]);
    expect(builtInMemory(all)).toEqual([entry('sighting:i-1')]);
  });
});
