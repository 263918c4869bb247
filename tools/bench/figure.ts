/** One measured figure and the bar it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly at: 'least' | 'most'; readonly value: number };
  readonly note?: string;
}

export const holds = ({ value, bar }: Figure): boolean | undefined => {
  if (bar === undefined) return undefined;
  return bar.at === 'least' ? value >= bar.value : value <= bar.value;
};

const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** A row of the table in docs/benchmarks.md. */
export const toRow = (figure: Figure): string => {
  const { name, value, unit, bar, note = '' } = figure;
  const wanted = bar === undefined ? '' : `${bar.at === 'least' ? '>=' : '<='} ${bar.value} ${unit}`;
  const verdict = holds(figure) === undefined ? '' : holds(figure) === true ? 'held' : '**missed**';
  return `| ${name} | ${shown(value)} ${unit} | ${wanted} | ${verdict} | ${note} |`;
};

export const HEADING = '| figure | measured | wanted | | how |\n|---|---|---|---|---|';
