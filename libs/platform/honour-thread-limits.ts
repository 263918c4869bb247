import { setFlagsFromString } from 'node:v8';

/**
 * Services are started with a flag that keeps the young generation of the main thread small, and it goes before what worker threads are given:
 * a thread started after this call has the `maxYoungGenerationSizeMb` of its own limits. One without any has far more, so every pool of the service says how much.
 */
export const honourThreadLimits = (): void => setFlagsFromString('--max-semi-space-size=0');
