import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineType } from '@ml/contracts/engine-types';
import { ENGINES, type EngineContract, type EngineDescription } from '@ml/contracts/engines';
import { Bus } from '@ml/platform/bus/bus';

const POLL_MS = 10_000;

/** What each running engine says of itself; a cached result is reused only under the same build and configuration. */
@Injectable()
export class EngineDirectory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly descriptions = new Map<string, EngineDescription>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  onApplicationBootstrap(): void {
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), POLL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Build and configuration under which this version would decide now; undefined while the engine is away. */
  fingerprint({ type }: EngineContract, version: string): string | undefined {
    const description = this.descriptions.get(type);
    const known = description?.versions.find((candidate) => candidate.version === version);
    return description && known && `${description.build}:${version}:${known.config_hash}`;
  }

  /** With what this version decides now; undefined while the engine is away. */
  configOf(type: EngineType, version: string): Readonly<Record<string, unknown>> | undefined {
    return this.descriptions.get(type)?.versions.find((candidate) => candidate.version === version)?.config;
  }

  /** Whether it has answered lately. */
  isThere(type: EngineType): boolean {
    return this.descriptions.has(type);
  }

  private async refresh(): Promise<void> {
    await Promise.all(Object.values(ENGINES).map((engine) => this.ask(engine)));
  }

  private async ask(engine: EngineContract): Promise<void> {
    try {
      this.descriptions.set(engine.type, await this.bus.ask(engine.describe, {}));
    } catch {
      this.descriptions.delete(engine.type);
    }
  }
}
