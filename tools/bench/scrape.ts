/** Samples of a Prometheus text by their whole line, labels included: `name{a="b"}` -> value. */
export type Samples = ReadonlyMap<string, number>;

export const scrape = async (opsPort: number): Promise<Samples> => {
  const response = await fetch(`http://127.0.0.1:${opsPort}/metrics`, { headers: { connection: 'close' } });
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
};

/** Sum of what a histogram has taken in since `before`, by one of its labels. */
export const sumsBy = (label: string, { name, before, after }: { readonly name: string; readonly before: Samples; readonly after: Samples }): ReadonlyMap<string, number> => {
  const wanted = new RegExp(`^${name}_sum\\{.*\\b${label}="([^"]*)"`);
  const sums = new Map<string, number>();
  for (const [key, value] of after) {
    const found = wanted.exec(key)?.[1];
    if (found !== undefined) sums.set(found, (sums.get(found) ?? 0) + value - (before.get(key) ?? 0));
  }
  return sums;
};

/** The one sample of a name and, where given, a label. */
export const sampleOf = (samples: Samples, name: string, label = ''): number =>
  [...samples].find(([key]) => (key === name || key.startsWith(`${name}{`)) && key.includes(label))?.[1] ?? Number.NaN;
