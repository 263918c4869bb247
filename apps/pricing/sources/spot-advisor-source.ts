import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { parseAdvisorFile } from '@ml/domain/prices/advisor-file';
import { dayInFileName } from '@ml/domain/prices/day-in-file-name';
import type { Parsed } from '@ml/domain/prices/refusal';
import type { AdvisorRow } from '@ml/domain/prices/rows';
import type { RowSource } from '@ml/persistence/stores/pricing/source-state';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { MIB } from '@ml/units/size';
import type { PricingSettings } from '../settings';
import { SourceCaller } from './source-caller';

/** The real file has 1.3 MB. */
const MAX_BYTES = 64 * MIB;

export interface AdvisorFile {
  readonly entries: readonly Parsed<AdvisorRow>[];
  readonly source: RowSource;
  readonly lastUpdated: Date;
}

interface Fetched {
  readonly text: string;
  readonly lastUpdated: Date;
}

/** The Spot Advisor's file, from wherever the operator says it is. */
@Injectable()
export class SpotAdvisorSource {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(SourceCaller) private readonly caller: SourceCaller,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  get source(): RowSource {
    const { spotAdvisorUrl, awsEndpointUrl } = this.settings;
    const url = new URL(spotAdvisorUrl);
    if (url.protocol === 'file:') return 'file';
    return awsEndpointUrl !== null && url.origin === new URL(awsEndpointUrl).origin ? 'emulator' : 'aws';
  }

  /** @throws AppError SOURCE_FAILED */
  async file(lane: FetchLane): Promise<AdvisorFile> {
    const url = new URL(this.settings.spotAdvisorUrl);
    const { text, lastUpdated } = await this.caller.call({ operation: 'SpotAdvisor', lane }, (signal) => (url.protocol === 'file:' ? readLocal(url) : this.download(url, signal)));
    return { entries: parseAdvisorFile(documentOf(text)), source: this.source, lastUpdated };
  }

  private async download(url: URL, signal: AbortSignal): Promise<Fetched> {
    const { username, password } = url;
    const bare = Object.assign(new URL(url), { username: '', password: '' });
    // `fetch` refuses a URL with a password, and tells it.
    const headers = username === '' ? undefined : { authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}` };
    const response = await fetch(bare, { signal, ...(headers !== undefined && { headers }) });
    if (!response.ok) throw Object.assign(new Error(`status ${String(response.status)}`), { name: 'HttpError', status: response.status });
    const text = await readBounded(response.body ?? []);
    documentOf(text);
    return { text, lastUpdated: this.clock.now() };
  }
}

/** Never more of it in memory than it may have. */
const readBounded = async (body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const tooLarge = (): AppError => new AppError('SOURCE_FAILED', `the Spot Advisor file has more than ${String(MAX_BYTES / MIB)} MiB; look at what SPOT_ADVISOR_URL names`, { retryable: false });

/** The day in the file's name, else when it was written. */
const readLocal = async (url: URL): Promise<Fetched> => {
  const path = fileURLToPath(url);
  const day = dayInFileName(path);
  const { size, mtime } = await stat(path);
  if (size > MAX_BYTES) throw tooLarge();
  return { text: await readFile(path, 'utf8'), lastUpdated: day === null ? mtime : new Date(`${day}T00:00:00Z`) };
};

/** A truncated download is a passing failure. */
const documentOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('SOURCE_FAILED', 'the Spot Advisor file is not JSON', { cause, retryable: true });
  }
};
