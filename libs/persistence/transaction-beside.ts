import type { Database } from './database';
import type { Tx } from './tx';

/** A transaction on a connection of its own, which waits with its commit for another one. */
export interface TransactionBeside<T> {
  /** Its statements are done, or it has failed. */
  readonly worked: Promise<void>;
  /** What it did is kept once this resolves; undefined: it has failed, and mostly nothing of it is (nobody knows when the connection is lost with its commit). */
  commit(): Promise<T | undefined>;
  /** Nothing of it is kept once this resolves, unless it was told to commit. */
  abandon(): Promise<void>;
}

class Abandoned extends Error {}

/** Begins at once, and never throws: `onFailure` hears why it failed. */
export const transactionBeside = <T>(database: Pick<Database, 'transaction'>, work: (tx: Tx) => Promise<T>, onFailure: (error: unknown) => void): TransactionBeside<T> => {
  const worked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<boolean>();
  const inOwn = async (tx: Tx): Promise<T> => {
    const result = await work(tx);
    worked.resolve();
    if (!(await told.promise)) throw new Abandoned();
    return result;
  };
  const ended = database.transaction(inOwn).catch((error: unknown) => {
    worked.resolve();
    if (!(error instanceof Abandoned)) onFailure(error);
    return undefined;
  });
  const tell = (commits: boolean): Promise<T | undefined> => {
    told.resolve(commits);
    return ended;
  };
  return { worked: worked.promise, commit: () => tell(true), abandon: async () => void (await tell(false)) };
};
