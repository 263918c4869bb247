import { describe, expect, it } from 'vitest';
import { Packer } from '../bus/packer';
import { taskState } from './task-state';

describe('a state on its way into a thread', () => {
  it('shares its memory with nothing, so that it can be handed over', async () => {
    const message = new Uint8Array(1_000);
    const state = await taskState(message.subarray(10, 20), 'raw');
    expect([state?.bytes.byteLength, state?.bytes.buffer.byteLength]).toEqual([10, 10]);
  });

  it('stays packed, and says how large it will be', async () => {
    const packer = new Packer();
    await packer.write(new Uint8Array(1_000_000));
    const state = await taskState(await packer.finish(), 'raw');
    expect(state).toMatchObject({ packed: true, size: 1_000_000, opened: 1_000_000 });
    expect(state?.bytes.byteLength).toBeLessThan(1_000);
  });

  it('counts as many times larger when an earlier decision has stored it', async () => {
    expect((await taskState(new Uint8Array(1_000_000), 'projected'))?.opened).toBeGreaterThan(8 << 20);
  });
});
