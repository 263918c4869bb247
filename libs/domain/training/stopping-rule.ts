/** Says when a loss has not fallen for some rounds, and after which round it was least. */
export class StoppingRule {
  private rounds = 0;
  private best = Number.POSITIVE_INFINITY;
  private bestAt: number | undefined;

  /** Without patience nobody asked to stop early. */
  constructor(private readonly patience = Number.POSITIVE_INFINITY) {}

  /** Null: nobody knows the loss after this round. */
  note(loss: number | null): void {
    this.rounds += 1;
    if (loss === null || !(loss < this.best)) return;
    this.best = loss;
    this.bestAt = this.rounds;
  }

  get stops(): boolean {
    return this.bestAt !== undefined && this.rounds - this.bestAt >= this.patience;
  }

  /** Undefined when every round is to be kept. */
  get bestRounds(): number | undefined {
    return Number.isFinite(this.patience) ? this.bestAt : undefined;
  }
}
