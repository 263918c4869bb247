import { describe, expect, it } from 'vitest';
import { passedBy } from './passing-bytes';

const MIB = 1024 * 1024;

describe('buffers that pass by', () => {
  it('are let go while they are young, not when half a hundred megabytes have piled up', () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let count = 0; count < 1_024; count += 1) {
      const { length } = Buffer.allocUnsafeSlow(MIB / 4);
      passedBy(length);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).toBeLessThan(48 * MIB);
  });
});
