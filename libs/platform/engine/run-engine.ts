import { isMainThread } from 'node:worker_threads';
import type { Engine } from '@ml/engine-kernel/engine';
import type { Settings } from '@ml/engine-kernel/settings';
import type { DecideResult, DecideTask } from './decide-task';

/**
 * The whole main file of an engine: `export default await runEngine(engine, import.meta.url)`.
 * The same file is the service (main thread) and the worker (its threads); the worker loads neither Nest nor the bus.
 */
export const runEngine = async <State, S extends Settings>(
  engine: Engine<State, S>,
  file: string,
): Promise<((task: DecideTask) => Promise<DecideResult>) | undefined> => {
  // The kernel's types tie state, settings and decide together; the shell only hands them through.
  const opaque = engine as unknown as Engine;
  if (!isMainThread) {
    const { createDecideTask } = await import('./decide-task');
    return createDecideTask(opaque, process.env);
  }
  const { serveEngine } = await import('./serve-engine');
  await serveEngine(opaque, file);
  return undefined;
};
