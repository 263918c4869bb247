import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import type { ReplicaReport } from '@ml/persistence/stores/models/replica-store';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

const FROZEN = 'AUTO_RELOAD_MODELS is false: it is served after a restart';

interface Place {
  wanted: PlacedAlias;
  serving: PlacedAlias | undefined;
  error: string | null;
  failures: number;
  /** Not tried before. */
  notBefore: number;
}

/** What this replica was told to serve and what it serves. */
@Injectable()
export class Replica {
  readonly id = `${hostname()}-${randomUUID().slice(0, 8)}`;
  private readonly places = new Map<string, Place>();
  private frozen = false;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<SettingsOf<ModelsSettings>, 'autoReload'>) {}

  /** What was wanted at the start has been tried. */
  begun(): void {
    this.frozen = !this.settings.autoReload;
  }

  /** From now on this is wanted. @returns what is served and no longer wanted */
  want(wanted: readonly PlacedAlias[]): readonly PlacedAlias[] {
    const keys = new Set(wanted.map(keyOf));
    for (const alias of wanted) this.expect(alias);
    const gone = [...this.places].filter(([key]) => !keys.has(key));
    for (const [key] of gone) this.places.delete(key);
    return gone.flatMap(([, { serving }]) => serving ?? []);
  }

  /** What is to be loaded now: what has failed before may take its time to fail again, and comes last. */
  due(now: number): readonly PlacedAlias[] {
    const waiting = [...this.places.values()].filter((place) => !isServed(place) && place.notBefore <= now);
    return waiting.sort((a, b) => a.failures - b.failures).map(({ wanted }) => wanted);
  }

  served(alias: PlacedAlias): void {
    const place = this.places.get(keyOf(alias));
    if (place !== undefined) Object.assign(place, { serving: alias, error: null, failures: 0, notBefore: 0 });
  }

  failed(alias: PlacedAlias, error: unknown, now: number): void {
    const place = this.places.get(keyOf(alias));
    if (place === undefined) return;
    place.error = reasonOf(error);
    place.notBefore = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** place.failures);
    place.failures += 1;
  }

  /** When the next attempt is due; undefined when none is. */
  nextAttempt(): number | undefined {
    const waiting = [...this.places.values()].filter((place) => !isServed(place)).map(({ notBefore }) => notBefore);
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  /** Everything that is wanted is served, or waits for a restart. */
  isComplete(): boolean {
    return [...this.places.values()].every((place) => isServed(place) || place.notBefore === Number.POSITIVE_INFINITY);
  }

  /** What could not be loaded, in words. */
  failures(): readonly string[] {
    const failed = [...this.places.values()].filter((place) => place.failures > 0 && !isServed(place));
    return failed.map(({ wanted, error }) => `${wanted.name} ${wanted.ref.version} (${wanted.alias}): ${String(error)}`);
  }

  reports(): readonly ReplicaReport[] {
    return [...this.places.values()].map(({ wanted, serving, error }) => ({
      name: wanted.name,
      alias: wanted.alias,
      serving: serving?.ref.id ?? null,
      wanted: wanted.ref.id,
      error,
    }));
  }

  private expect(wanted: PlacedAlias): void {
    const place = this.places.get(keyOf(wanted));
    if (place?.wanted.revision === wanted.revision) return;
    // Back to what is loaded, or another share of it: nothing is loaded for that.
    const reloads = place?.serving?.ref.id !== wanted.ref.id;
    const attempt = this.frozen && reloads ? { error: FROZEN, failures: 0, notBefore: Number.POSITIVE_INFINITY } : { error: null, failures: 0, notBefore: 0 };
    this.places.set(keyOf(wanted), { wanted, serving: place?.serving, ...attempt });
  }
}

const keyOf = ({ alias, name }: PlacedAlias): string => `${alias} ${name}`;

const isServed = ({ wanted, serving }: Place): boolean => serving?.revision === wanted.revision;

const reasonOf = (error: unknown): string => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error));
