/** Says when a loss has not fallen for some rounds, and after which round it was least. */
export class StoppingRule {
  private rounds = 0;
  private best = Number.POSITIVE_INFINITY;
  private bestAt: number | undefined;

  constructor(private readonly patience: number) {}

  note(loss: number): void {
    this.rounds += 1;
    if (loss >= this.best) return;
    this.best = loss;
    this.bestAt = this.rounds;
  }

  get stops(): boolean {
    return this.rounds - (this.bestAt ?? this.rounds) >= this.patience;
  }

  /** Undefined when nobody asked to stop early, or no loss was a number. */
  get bestRounds(): number | undefined {
    return Number.isFinite(this.patience) ? this.bestAt : undefined;
  }
}
