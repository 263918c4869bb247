import { expect, it } from 'vitest';
import { scanToStore, type ScanToStore } from '@ml/contracts/collection';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';

const servers = await realServers({ database: 'empty' });
const { bus, deadLetters } = await onTheBus(servers, 'collector');

const left = async (): Promise<readonly ScanToStore[]> => {
  let seen: readonly ScanToStore[] = [];
  await deadLetters.forget(scanToStore, (bodies) => Promise.resolve((seen = bodies).map(() => true)));
  return seen;
};
const without = (hashes: readonly string[]) => (bodies: readonly ScanToStore[]) => Promise.resolve(bodies.map(({ scan_hash }) => !hashes.includes(scan_hash)));

it('forgets what is not to be kept, and does not mind what leaves the stream meanwhile', async () => {
  for (const scan_hash of ['a', 'b', 'c']) await bus.publish(scanToStore, { scan_hash }, { id: `forgotten ${scan_hash}` });
  const deleted = await deadLetters.forget(scanToStore, async (bodies) => {
    expect(await deadLetters.forget(scanToStore, without(['b']))).toBe(1);
    return without(['b', 'c'])(bodies);
  });
  expect([deleted, await left()]).toEqual([1, [{ scan_hash: 'a' }]]);
});
