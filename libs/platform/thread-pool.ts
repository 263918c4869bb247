import { Piscina } from 'piscina';

type PoolOptions = NonNullable<ConstructorParameters<typeof Piscina>[0]>;

/**
 * Worker threads. One that dies while nobody waits for it, idle or after its task was called off, is let go: `run` starts another. Piscina tells of it by an event
 * that ends the process when nobody listens.
 */
export const threadPool = <Task, Result>(options: PoolOptions): Piscina<Task, Result> => {
  const pool = new Piscina<Task, Result>(options);
  pool.on('error', () => undefined);
  return pool;
};
