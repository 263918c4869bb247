import Table from 'cli-table3';
import { movedForNothing, withMoves, withoutMoves } from '../rebalance/move-tally';
import { TABLE_STYLE } from './learning-table';
import type { WorldSummary } from './summary';

const HEAD = ['within 3 min', 'interrupted: without', 'with jobs', 'less', 'first ones', 'too late', 'where they went', 'pools confirmed', 'moved', 'in time', 'for nothing'];

/** Nodes of all seeds together. */
export const movesTable = ({ concentrations }: WorldSummary): string => {
  const table = new Table({ head: HEAD, style: TABLE_STYLE, wordWrap: true, colAligns: HEAD.map(() => 'right') });
  for (const { together, moves } of concentrations) {
    const before = withoutMoves(moves);
    table.push([
      `${(100 * together).toFixed(0)}%`,
      before,
      withMoves(moves),
      before === 0 ? '-' : `${((100 * (before - withMoves(moves))) / before).toFixed(1)}%`,
      moves.unwarned,
      moves.tooLate,
      moves.elsewhere,
      moves.episodes,
      moves.moved,
      moves.inTime,
      movedForNothing(moves),
    ]);
  }
  return table.toString();
};
