import { LEAST_CUSTOMERS } from '../least-customers';
import type { ReportedInterruption } from './reported-interruption';
import { seasonFinder } from './seasons';
import type { Steps } from './steps';
import { customersOf } from './workload-patterns';

/** Reports looked at in one step. */
const STEP = 20_000;

/**
 * The reports that everybody may be told of: those of a region, a kind of work and a season in which three customers were interrupted. All figures that are
 * shown are of such blocks and nothing else, so that no total, and no difference between totals, leaves a smaller one over.
 */
export function* sharedReports(reports: readonly ReportedInterruption[]): Steps<readonly ReportedInterruption[]> {
  const seasonOf = seasonFinder();
  const blocks = new Map<string, ReportedInterruption[]>();
  for (const [index, report] of reports.entries()) {
    const { region, workload, at } = report;
    const name = `${region} ${seasonOf(at)} ${workload === null ? '' : `of ${workload}`}`;
    const block = blocks.get(name);
    if (block === undefined) blocks.set(name, [report]);
    else block.push(report);
    if (index % STEP === STEP - 1) yield;
  }
  return [...blocks.values()].filter((block) => customersOf(block) >= LEAST_CUSTOMERS).flat();
}
