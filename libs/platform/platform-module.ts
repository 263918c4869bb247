import type { DynamicModule, Provider } from '@nestjs/common';
import type { Owner } from '@ml/contracts/wire';
import { BlobStore } from './blobs/blob-store';
import { Bus } from './bus/bus';
import { DeadLetters } from './bus/dead-letters';
import { Cache } from './cache';
import { Clock } from './clock';
import { Health } from './health';
import type { Logger } from './logger';
import { Metrics } from './metrics';
import { LOGGER, OWNER, SETTINGS } from './tokens';

/** What `runService` has made ready before any module of the service is built. */
export interface Boot {
  readonly owner: Owner;
  readonly settings: unknown;
  readonly logger: Logger;
  readonly bus: Bus;
  readonly blobs: BlobStore;
  readonly cache: Cache;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly deadLetters: DeadLetters;
}

/** Makes the plumbing injectable everywhere in a service. */
export class PlatformModule {
  static with(boot: Boot): DynamicModule {
    const providers: Provider[] = [
      { provide: OWNER, useValue: boot.owner },
      { provide: SETTINGS, useValue: boot.settings },
      { provide: LOGGER, useValue: boot.logger },
      { provide: Bus, useValue: boot.bus },
      { provide: BlobStore, useValue: boot.blobs },
      { provide: Cache, useValue: boot.cache },
      { provide: Health, useValue: boot.health },
      { provide: Metrics, useValue: boot.metrics },
      { provide: Clock, useValue: boot.clock },
      { provide: DeadLetters, useValue: boot.deadLetters },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers.map((provider) => (provider as { provide: symbol }).provide) };
  }
}
