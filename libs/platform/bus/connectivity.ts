import { AppError } from '@ml/contracts/app-error';

type OnLost = (error: AppError) => void;

const lost = (): AppError => new AppError('UNAVAILABLE', 'the bus is down: it is being reconnected');

/**
 * Whether the bus can be reached right now.
 * The client would keep a question in its buffer until the bus is back, and a question that was out when the connection broke never gets its
 * answer: both would cost the caller its whole deadline. So the first waits a moment, and the second fails at once; either may be asked again.
 */
export class Connectivity {
  private connected = true;
  private readonly waiting = new Set<() => void>();
  private readonly asking = new Set<OnLost>();

  get up(): boolean {
    return this.connected;
  }

  change(connected: boolean): void {
    this.connected = connected;
    if (connected) for (const wake of this.waiting) wake();
    else for (const fail of [...this.asking]) fail(lost());
  }

  /** @throws AppError UNAVAILABLE when the bus does not come back within `patienceMs` */
  async ready(patienceMs: number): Promise<void> {
    if (this.connected) return;
    await new Promise<void>((resolve, reject) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(wake);
        reject(lost());
      }, patienceMs);
      this.waiting.add(wake);
    });
  }

  /** Fails as soon as the connection breaks, whatever the answer is doing. */
  guard<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.asking.add(reject);
      answer.then(resolve, reject).finally(() => this.asking.delete(reject));
    });
  }
}
