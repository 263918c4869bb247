import { setTimeout as pause } from 'node:timers/promises';
import type { SupervisedHost } from './supervised-host';

/** Who has looked a version up before it was replaced may ask it a moment later. */
const GRACE_MS = 200;

/** Hosts that have lost their place: they still answer by the id of their version, for a moment, and finish what they have begun. */
export class LeavingHosts {
  private readonly leaving = new Map<string, { readonly host: SupervisedHost; readonly gone: Promise<void> }>();

  /** One at a time from the same place: wait for `gone` before another one follows. */
  add(place: string, host: SupervisedHost): void {
    const gone = pause(GRACE_MS, undefined, { ref: false })
      .then(() => host.retire())
      .finally(() => this.leaving.delete(place));
    this.leaving.set(place, { host, gone });
  }

  async gone(place: string): Promise<void> {
    await this.leaving.get(place)?.gone;
  }

  hosts(): readonly SupervisedHost[] {
    return [...this.leaving.values()].map(({ host }) => host);
  }
}
