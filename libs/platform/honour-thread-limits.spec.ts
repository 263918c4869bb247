import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = pathToFileURL(path.join(import.meta.dirname, 'honour-thread-limits.ts')).href;

/** In a process of its own: flags are those of all threads. Megabytes that V8 lets the heap of a thread have, whose old generation has 128 of them. */
const PROGRAM = `
import { Worker } from 'node:worker_threads';
import { honourThreadLimits } from '${MODULE}';
const heap = (maxYoungGenerationSizeMb) => new Promise((resolve, reject) =>
  new Worker("import { getHeapStatistics } from 'node:v8'; import { parentPort } from 'node:worker_threads'; parentPort.postMessage(getHeapStatistics().heap_size_limit / 1048576)", { eval: true, resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb } })
    .once('message', resolve).once('error', reject));
const before = await heap(48);
honourThreadLimits();
console.log(JSON.stringify({ before, after: await heap(48), small: await heap(24) }));
`;

describe('a service whose main thread is kept small by a flag', () => {
  it('gives its worker threads the young generation of their own limits', () => {
    const said = execFileSync(process.execPath, ['--max-semi-space-size=8', '--input-type=module', '-e', PROGRAM], { encoding: 'utf8', env: {} });
    expect(JSON.parse(said)).toEqual({ before: 152, after: 176, small: 152 });
  });
});
