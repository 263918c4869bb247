import type { SupervisedHost } from './supervised-host';

/** Longer than moving an alias takes. */
const KEPT_MS = 30_000;

/** A host that is ready and has no place yet: between the rehearsal of a version and its turn. One at a time. */
export class StagedHost {
  private staged: SupervisedHost | undefined;
  private timer: NodeJS.Timeout | undefined;

  async keep(host: SupervisedHost): Promise<void> {
    const former = this.staged;
    clearTimeout(this.timer);
    this.staged = host;
    this.timer = setTimeout(() => void this.drop(), KEPT_MS);
    this.timer.unref();
    await former?.retire();
  }

  take(modelId: string): SupervisedHost | undefined {
    const { staged } = this;
    if (staged?.served.ref.id !== modelId || !staged.isUp) return undefined;
    clearTimeout(this.timer);
    this.staged = undefined;
    return staged;
  }

  async drop(): Promise<void> {
    clearTimeout(this.timer);
    const { staged } = this;
    this.staged = undefined;
    await staged?.retire();
  }
}
