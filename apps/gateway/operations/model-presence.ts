import { Inject, Injectable } from '@nestjs/common';
import { askModelsReady } from '@ml/contracts/models';
import { Bus } from '@ml/platform/bus/bus';

export interface LoadedModels {
  /** Every model that should be loaded is. */
  readonly ready: boolean;
  readonly loaded: number;
}

const PATIENCE_MS = 1_500;
/** However often somebody looks, the service is asked once in this time. */
const FRESH_MS = 1_000;
const NONE: LoadedModels = { ready: false, loaded: 0 };

/** Which models answer, as one replica of the service says. */
@Injectable()
export class ModelPresence {
  private seen: { readonly at: number; readonly result: Promise<LoadedModels> } | undefined;

  constructor(@Inject(Bus) private readonly bus: Bus) {}

  look(): Promise<LoadedModels> {
    const now = Date.now();
    if (this.seen === undefined || now - this.seen.at > FRESH_MS) this.seen = { at: now, result: this.ask() };
    return this.seen.result;
  }

  /** A service that does not answer has none. */
  private async ask(): Promise<LoadedModels> {
    const answer = await this.bus.ask(askModelsReady, {}, { timeoutMs: PATIENCE_MS }).catch(() => undefined);
    return answer === undefined ? NONE : { ready: answer.ready, loaded: answer.models.length };
  }
}
