import { beforeAll, describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { transactionBeside } from './transaction-beside';

const { connect } = await ownedDatabase('collector');
const database = connect();
const failures: unknown[] = [];
const beside = (number: number, then: () => unknown = () => undefined) =>
  transactionBeside(
    database,
    async (tx) => {
      await tx.execute('INSERT INTO beside_rows VALUES ($1)', [number]);
      await then();
      return number;
    },
    (error) => void failures.push(error),
  );
const kept = async (number: number): Promise<boolean> => (await database.query('SELECT 1 FROM beside_rows WHERE number = $1', [number])).length === 1;

beforeAll(async () => void (await database.execute('CREATE TABLE beside_rows (number integer)')));

describe('a transaction beside another', () => {
  it('commits once it is told to, and not before', async () => {
    const own = beside(1);
    await own.worked;
    expect(await kept(1)).toBe(false);
    expect(await own.commit()).toBe(1);
    expect(await kept(1)).toBe(true);
    await own.abandon();
    expect(await kept(1)).toBe(true);
  });

  it('may be told so while it is still at work', async () => {
    const reached = Promise.withResolvers<void>();
    const own = beside(2, () => reached.promise);
    const committed = own.commit();
    reached.resolve();
    expect(await committed).toBe(2);
    expect(await kept(2)).toBe(true);
  });

  it('leaves nothing when it is abandoned, which nobody hears of', async () => {
    const own = beside(3);
    await own.abandon();
    expect([await kept(3), await own.commit(), failures]).toEqual([false, undefined, []]);
  });

  it('that fails says why, keeps nobody waiting and commits nothing', async () => {
    const error = new Error('no');
    const own = beside(4, () => Promise.reject(error));
    await own.worked;
    expect([await own.commit(), await kept(4), failures]).toEqual([undefined, false, [error]]);
  });
});
