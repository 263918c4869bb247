import { defineSettings, integer } from '../settings';

/** How one engine service uses its machine. */
export const engineSettings = defineSettings({
  threads: integer({ env: 'ENGINE_THREADS', default: 2, min: 1, max: 64, unit: 'threads', why: 'decisions made at once; about one per core' }),
  queue: integer({ env: 'ENGINE_QUEUE', default: 64, min: 1, max: 10_000, unit: 'decisions', why: 'decisions waiting; more are refused with BUSY' }),
  largeStateMb: integer({
    env: 'ENGINE_LARGE_STATE_MB',
    default: 8,
    min: 1,
    max: 256,
    unit: 'MiB',
    why: 'a larger state is decided in a thread of its own, which ends afterwards and gives its memory back',
  }),
  largeThreads: integer({ env: 'ENGINE_LARGE_THREADS', default: 1, min: 1, max: 16, unit: 'threads', why: 'large states at once; each may need most of ENGINE_THREAD_MEMORY_MB' }),
  memoryMb: integer({ env: 'ENGINE_THREAD_MEMORY_MB', default: 2_048, min: 64, max: 65_536, unit: 'MiB', why: 'heap of one thread; past it the thread is ended' }),
});
