import path from 'node:path';
import { Piscina } from 'piscina';
import type { Logger } from './logger';
import { unquoted } from './unquoted';

type PoolOptions = NonNullable<ConstructorParameters<typeof Piscina>[0]> & { readonly filename: string };

/** Tells the log of threads that died, by kind and place: their texts may quote what they worked on. */
class WatchedPool<Task, Result> extends Piscina<Task, Result> {
  constructor(
    options: PoolOptions,
    private readonly logger: Logger,
  ) {
    super(options);
    // One that dies while nobody waits for it, idle or after its task was called off, is let go: `run` starts another. Piscina ends the process when nobody listens.
    this.on('error', (error) => this.tell(error, 'a thread died while nobody waited for it'));
  }

  override async run(...[task, options]: Parameters<Piscina<Task, Result>['run']>): Promise<Result> {
    try {
      return await super.run(task, options);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'AbortError')) this.tell(error, 'a thread ended in the middle of its work');
      throw error;
    }
  }

  private tell(error: unknown, what: string): void {
    this.logger.error({ thread: path.basename(this.options.filename ?? ''), err: unquoted(error) }, what);
  }
}

/** Worker threads that outlive the death of any of them. What a task throws without replying is a death too. */
export const threadPool = <Task, Result>(logger: Logger, options: PoolOptions): Piscina<Task, Result> => new WatchedPool<Task, Result>(options, logger);
