import { LEAST_CUSTOMERS } from './hot-cells';
import type { ReportedInterruption } from './reported-interruption';
import { seasonFinder } from './seasons';
import { customersOf } from './workload-patterns';

/**
 * The reports that everybody may be told of: those of a region, a kind of work and a season in which three customers were interrupted. All figures that are
 * shown are of such blocks and nothing else, so that no total, and no difference between totals, leaves a smaller one over.
 */
export const sharedReports = (reports: readonly ReportedInterruption[]): readonly ReportedInterruption[] => {
  const seasonOf = seasonFinder();
  const blockOf = ({ region, workload, at }: ReportedInterruption): string => `${region} ${seasonOf(at)} ${workload === null ? '' : `of ${workload}`}`;
  return [...Map.groupBy(reports, blockOf).values()].filter((block) => customersOf(block) >= LEAST_CUSTOMERS).flat();
};
