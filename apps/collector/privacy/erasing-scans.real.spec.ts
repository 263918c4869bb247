import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askScan } from '@ml/contracts/collection';
import { askEraseUser } from '@ml/contracts/privacy';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { hashIdentifier } from '../identity/hash-identifiers';
import { postedScan, sendScan } from '../test/posted-scan';
import { serveCollector } from '../test/served-collector';

const SCANS = 12;
const RESOURCES = 12;

builtServices();
const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
await Promise.all([serveCollector(servers), serveCollector(servers)]);
const client = new pg.Client({ connectionString: servers.database.url });
await client.connect();
afterAll(() => client.end());

const hash = (kind: 'user' | 'account' | 'scan', id: string): string => hashIdentifier({ current: { version: 1, key: TEST_HASH_KEY }, older: [], legacySalt: null, scheme: 'keyed' }, kind, id);
const scanOf = (user: string, at: number) => postedScan({ scan_id: `${user}-${at}`, user_id: user, account_id: at % 2 === 0 ? 'both' : user }, RESOURCES);

/** Rows of all tables that have one of these in any column. */
const rowsWith = async (wanted: readonly string[]): Promise<readonly string[]> => {
  const { rows: tables } = await client.query<{ readonly name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'collector' AND table_type = 'BASE TABLE'`);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ readonly text: string }>(`SELECT row::text AS text FROM collector.${name} AS row WHERE EXISTS (SELECT FROM unnest($1::text[]) AS wanted WHERE position(wanted IN row::text) > 0)`, [wanted]);
    found.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return found;
};

const eventually = async (work: () => Promise<unknown>): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof AppError && error.retryable) || tries === 50) throw error;
    }
  }
};

it('an erasure while scans are opened, kept, accepted and stored leaves nothing of its user, and all of whoever shares an account', { timeout: 90_000 }, async () => {
  const send = (user: string, at: number): Promise<void> => eventually(() => sendScan(bus, scanOf(user, at)));
  const erase = (): Promise<void> => eventually(() => bus.ask(askEraseUser, { user_id: 'jane', object: false }, { timeoutMs: 30_000 }));
  const eraseTwice = async (): Promise<void> => {
    await erase();
    await erase();
  };
  const sendJims = async (): Promise<void> => {
    for (let at = 0; at < SCANS; at += 1) await send('jim', at);
  };
  // The erasures of one scan meet the storing of the one before as well.
  const sendAndErase = async (): Promise<void> => {
    for (let at = 0; at < SCANS; at += 1) await Promise.all([send('jane', at), eraseTwice()]);
  };
  await Promise.all([sendJims(), sendAndErase()]);
  await erase();
  for (let at = 0; at < SCANS; at += 1) await expect.poll(async () => (await bus.ask(askScan, { scan_id: `jim-${at}` })).status, { timeout: 30_000 }).toBe('stored');
  expect(await rowsWith([hash('user', 'jane'), hash('account', 'jane'), ...Array.from({ length: SCANS }, (_, at) => hash('scan', `jane-${at}`))])).toEqual([]);
  const { rows } = await client.query<{ readonly count: string }>('SELECT count(*) FROM collector.ml_training_data');
  expect(Number(rows[0]?.count)).toBe(SCANS * RESOURCES);
});
