/** A row that a scan found. Times are milliseconds. */
export interface FoundRow {
  readonly scan: string;
  readonly resource: string;
  readonly scenario: string;
  readonly cost: number;
  readonly detected_at: number;
}

export interface Told {
  readonly user: string;
  readonly resource: string;
  readonly action: string;
  readonly action_at: number;
}

export interface Settled {
  readonly patterns: readonly string[];
  readonly waiting: readonly string[];
  readonly marks: readonly string[];
  readonly eliminated: Readonly<Record<string, number>>;
  /** Of deletions. */
  readonly events: readonly string[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days, of every resource when it was found. */
export const AGE = 10;

const lines = (rows: readonly (readonly unknown[])[]): readonly string[] => rows.map((row) => row.join(' ')).sort();

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const latest = (told: readonly Told[]): Told =>
  [...told].sort((a, b) => b.action_at - a.action_at || (a.action < b.action ? 1 : -1) * Number(a.action !== b.action) || (a.user < b.user ? 1 : -1))[0] as Told;

const about = (rows: readonly FoundRow[], at: number): FoundRow | undefined => {
  const before = rows.filter((row) => row.detected_at <= at);
  const moment = before.length > 0 ? Math.max(...before.map((row) => row.detected_at)) : Math.min(...rows.map((row) => row.detected_at));
  return rows.filter((row) => row.detected_at === moment).sort((a, b) => b.cost - a.cost || compare(a.scenario, b.scenario) || compare(a.scan, b.scan))[0];
};

/** What is left in the tables of one account, said in the plainest way: from all rows and all actions at once, without an order in which they came. */
export const settledByDefinition = (rows: readonly FoundRow[], told: readonly Told[]): Settled => {
  const resources = [...new Set([...rows, ...told].map(({ resource }) => resource))];
  const each = resources.map((resource) => {
    const [own, said] = [rows.filter((row) => row.resource === resource), told.filter((one) => one.resource === resource)];
    const last = said.length === 0 ? undefined : latest(said);
    return { own, last, context: last === undefined ? undefined : about(own, last.action_at) };
  });
  const known = each.flatMap(({ last, context }) => (last !== undefined && context !== undefined ? [{ last, context }] : []));
  const eliminated: Record<string, number> = {};
  for (const { last, context } of known) {
    const month = new Date(last.action_at).toISOString().slice(0, 7);
    if (last.action === 'deleted') eliminated[month] = (eliminated[month] ?? 0) + context.cost;
  }
  return {
    patterns: lines(known.map(({ last, context }) => [
      last.resource, last.user, last.action, last.action_at, context.scenario, context.cost, last.action === 'deleted' ? context.cost : 0,
      Math.max(0, Math.floor((last.action_at - context.detected_at) / HOUR_MS)), context.detected_at,
    ])),
    waiting: lines(each.flatMap(({ last, context }) => (last !== undefined && context === undefined ? [[last.resource, last.user, last.action, last.action_at]] : []))),
    marks: lines(each.flatMap(({ own, last, context }) => own.map((row) => [
      row.scan, row.resource, row.scenario, last !== undefined && context !== undefined && row.detected_at <= Math.max(last.action_at, context.detected_at) ? last.action : 'none',
    ]))),
    eliminated,
    events: lines(known.flatMap(({ last, context }) => (last.action === 'deleted' ? [[last.resource, context.scan, last.action_at, context.cost, AGE + Math.max(0, Math.floor((last.action_at - context.detected_at) / DAY_MS))]] : []))),
  };
};
