import { defineSettings, integer } from '../settings';

/** How one engine service uses its machine. */
export const engineSettings = defineSettings({
  threads: integer({ env: 'ENGINE_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'decisions made at once; about one per core' }),
  queue: integer({ env: 'ENGINE_QUEUE', default: 64, min: 1, max: 10_000, unit: 'decisions', why: 'decisions waiting; more are refused with BUSY' }),
  memoryMb: integer({ env: 'ENGINE_THREAD_MEMORY_MB', default: 2_048, min: 64, max: 65_536, unit: 'MiB', why: 'heap of one thread; past it the thread is ended' }),
});
