/** What can be recomputed. When Redis is down every read is a miss and every write is dropped: slower, never wrong. */
export abstract class Cache {
  abstract get(key: string): Promise<string | undefined>;
  abstract set(key: string, value: string, ttlSeconds: number): Promise<void>;
}

export class NoCache extends Cache {
  override get(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  override set(): Promise<void> {
    return Promise.resolve();
  }
}
