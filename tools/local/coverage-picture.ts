import pc from 'picocolors';
import type { CoverageRow, CoverageState } from '@ml/contracts/price-coverage';

/** Told apart without colours as well. */
const BLOCKS: Readonly<Record<CoverageState, string>> = { complete: pc.green('█'), partial: pc.yellow('▒'), missing: pc.dim('·') };
export const COVERAGE_LEGEND = `${BLOCKS.complete} complete  ${BLOCKS.partial} in part  ${BLOCKS.missing} missing`;

/** Of several pools on one day: complete or missing only when all of them are. */
const together = (states: readonly CoverageState[]): CoverageState => {
  const [first = 'missing', ...others] = new Set(states);
  return others.length === 0 ? first : 'partial';
};

/** One line a type, one block a day, over all zones and products of the rows. */
export const coveragePicture = (rows: readonly CoverageRow[]): readonly string[] => {
  const days = [...new Set(rows.map(({ date }) => date))].toSorted();
  const byType = [...Map.groupBy(rows, ({ instance_type: type }) => type)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(...byType.map(([type]) => type.length), 0);
  const lines = byType.map(([type, of]) => {
    const states = Map.groupBy(of, ({ date }) => date);
    return `  ${type.padEnd(width)}  ${days.map((day) => BLOCKS[together((states.get(day) ?? []).map(({ state }) => state))]).join('')}`;
  });
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return lines.length === 0 ? [] : [`  ${' '.repeat(width)}  ${pc.dim(`${first} to ${last}`)}`, ...lines];
};
