/** How many pods under one limit may be gone at the same time. */
export interface Limit {
  readonly key: string;
  readonly atOnce: number;
}

/** Pods in rounds, first come first served, so that no round takes more under any limit than may be gone at once. Every limit lets one pod go. */
export const evictionGroups = (pods: readonly number[], limitsOf: (pod: number) => readonly Limit[]): readonly (readonly number[])[] => {
  const rounds: { readonly pods: number[]; readonly used: Map<string, number> }[] = [];
  for (const pod of pods) {
    const limits = limitsOf(pod);
    let round = rounds.find(({ used }) => limits.every(({ key, atOnce }) => (used.get(key) ?? 0) < atOnce));
    if (round === undefined) {
      round = { pods: [], used: new Map() };
      rounds.push(round);
    }
    round.pods.push(pod);
    for (const { key } of limits) round.used.set(key, (round.used.get(key) ?? 0) + 1);
  }
  return rounds.map((round) => round.pods);
};
