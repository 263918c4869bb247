import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { passedBy } from './passing-bytes';

const MIB = 1024 * 1024;
const MODULE = pathToFileURL(path.join(import.meta.dirname, 'passing-bytes.ts')).href;

/** In a process of its own: flags are the whole process's. */
const PROGRAM = `
import { expectPassingBytes } from '${MODULE}';
expectPassingBytes();
globalThis.held = Array.from({ length: 300_000 }, (_, at) => ({ at, name: 'n' + at }));
gc();
gc();
`;
/** As in a container of 1 GiB, on whatever machine: there V8 by itself lets it grow by less than a half. A young generation of a megabyte hardly counts. */
const CONTAINER = ['--max-old-space-size=512', '--max-semi-space-size=1'];
const FLAGS = [...CONTAINER, '--expose-gc', '--trace-gc', '--trace-gc-nvp', '--input-type=module', '-e', PROGRAM];

/** How large V8 lets the heap become before it goes through it again, against how large it is. */
const growth = (): number => {
  const said = execFileSync(process.execPath, FLAGS, { encoding: 'utf8', env: {} });
  const last = (name: string): number => Number(said.match(new RegExp(`(?<=${name}=)\\d+`, 'g'))?.at(-1));
  return last('old_gen_allocation_limit') / last('end_object_size');
};

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

  it('are expected by a heap that may double, neither less nor more, before all of it is gone through', () => {
    const times = growth();
    expect(times).toBeGreaterThan(1.9);
    expect(times).toBeLessThan(2.2);
  });
});
