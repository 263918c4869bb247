import { Inject, Injectable } from '@nestjs/common';
import type { SnapshotWanted } from '@ml/contracts/cluster-snapshots';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';

const TIMEOUT_MS = 5_000;

/** The platform that holds the clusters. Where it is comes from the configuration alone, never from anything that somebody posts. */
@Injectable()
export class CorePlatform {
  private readonly address: URL | null;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(@Inject(SETTINGS) { corePlatformUrl, corePlatformPath, corePlatformApiKey: key }: SettingsOf<DecisionsSettings>) {
    const address = corePlatformUrl === null ? null : new URL(corePlatformPath, corePlatformUrl);
    this.headers = { 'content-type': 'application/json', ...(key !== null && { 'x-api-key': key }), ...(address !== null && basic(address)) };
    this.address = address && withoutPassword(address);
  }

  get isKnown(): boolean {
    return this.address !== null;
  }

  /** @throws Error when it does not take the question within five seconds */
  async wantSnapshot({ tenant, ...wanted }: SnapshotWanted): Promise<void> {
    if (this.address === null) return;
    const response = await fetch(this.address, {
      method: 'POST',
      // A key is not carried to wherever an answer points.
      redirect: 'error',
      headers: this.headers,
      body: JSON.stringify({ event: 'snapshot_wanted', customer_id: tenant === '' ? null : tenant, ...wanted }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the platform answers ${response.status}`);
  }
}

/** An address with a password is refused by `fetch`, in a message that shows it. */
const basic = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === '' && password === '') return {};
  return { authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}` };
};

const withoutPassword = (address: URL): URL => {
  const plain = new URL(address);
  plain.username = '';
  plain.password = '';
  return plain;
};
