import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DAY_MS } from '@ml/units/time';
import { NODE_FLAGS } from '../local/node-flags';
import { benchServers, type BenchServers } from './bench-servers';
import type { Figure } from './figure';
import type { BuildCost } from './price-snapshot-child';
import { loadPriceRows, type PriceRows } from './price-snapshot-rows';
import { growthExponent, median } from './statistics';

const ROUNDS = 3;
const REGION = 'us-east-1';
const UNTIL = new Date('2026-11-20T12:00:00Z');
const WEEK_DAYS = 7;
const KEPT_DAYS = 90;
const MILLION = 1_000_000;
const SIZES = [2.5 * MILLION, 5 * MILLION, 10 * MILLION];
const PAGE_KIB = 8;
/** Of the whole table ten times as large as its week, and of reading the same rows bare. */
const BARS = { spreadGrowth: 0.2, weekGrowth: 1.1, ratio: 4, seconds: 60, mib: 512 };
const HEAP_MIB = 256;
const CHILD = 'dist/tools/bench-price-snapshot.js';

interface Measured extends BuildCost {
  readonly rows: number;
  readonly bareSeconds: number;
}

/** Building the snapshot of one region out of up to ten million prices: time, pages read, memory, and how they grow. */
export const priceSnapshot = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  try {
    const spread: Measured[] = [];
    for (const rows of SIZES) spread.push(await measured(servers, { rows, days: (KEPT_DAYS * rows) / (10 * MILLION), regions: [REGION], until: UNTIL }));
    const week: Measured[] = [];
    for (const rows of SIZES) week.push(await measured(servers, { rows, days: WEEK_DAYS, regions: [REGION], until: UNTIL }));
    const shared = await measured(servers, { rows: 10 * MILLION, days: KEPT_DAYS, regions: [REGION, 'us-west-2', 'eu-west-1', 'ap-south-1'], until: UNTIL });
    return [
      ...spread.flatMap((cost) => figuresOf(`of one region over ${Math.round((KEPT_DAYS * cost.rows) / (10 * MILLION))} days`, cost)),
      growthOf('the table, its week being the same', spread, BARS.spreadGrowth),
      ...week.flatMap((cost) => figuresOf('of one region within the week', cost)),
      growthOf('the week', week, BARS.weekGrowth),
      ...figuresOf('of four regions over 90 days', shared),
    ];
  } finally {
    await servers.stop();
  }
};

const figuresOf = (what: string, { rows, seconds, bareSeconds, pages, spilled, mib, pools }: Measured): readonly Figure[] => [
  { name: `snapshot of us-east-1 out of ${(rows / MILLION).toFixed(1)}M rows ${what}`, value: seconds, unit: 's', bar: { at: 'most', value: BARS.seconds }, note: `${pools} pools; median of ${ROUNDS}` },
  { name: 'the same, against a bare COPY of the rows of its week', value: seconds / bareSeconds, unit: 'x', bar: { at: 'most', value: BARS.ratio }, note: `COPY alone: ${bareSeconds.toFixed(2)} s` },
  { name: 'the same, buffers read', value: (pages * PAGE_KIB) / 1_024, unit: 'MiB', note: `${pages} pages, sorted on disk ${(spilled / 1_024 ** 2).toFixed(0)} MiB` },
  { name: 'the same, peak memory of the process', value: mib, unit: 'MiB RSS', bar: { at: 'most', value: BARS.mib } },
];

const growthOf = (what: string, costs: readonly Measured[], bar: number): Figure => {
  const slope = (of: (cost: Measured) => number): number => growthExponent(costs.map((cost) => ({ size: cost.rows, cost: of(cost) })));
  return { name: `growth of buffers with ${what}`, value: slope(({ pages }) => pages), unit: 'power', bar: { at: 'most', value: bar }, note: `of time ${slope(({ seconds }) => seconds).toFixed(2)}; 0: not at all, 1: in proportion` };
};

const measured = async (servers: BenchServers, wanted: PriceRows): Promise<Measured> => {
  const startedAt = performance.now();
  const rows = await loadPriceRows(servers.database.url, wanted);
  process.stderr.write(`  ${rows} rows loaded in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`);
  const costs: BuildCost[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareSeconds(servers.database.url));
    costs.push(buildCost(servers.database.urlOf('pricing')));
  }
  const middle = (of: (cost: BuildCost) => number): number => median(costs.map(of));
  return {
    rows,
    bareSeconds: median(bare),
    seconds: middle((cost) => cost.seconds),
    pages: middle((cost) => cost.pages),
    spilled: middle((cost) => cost.spilled),
    mib: Math.max(...costs.map(({ mib }) => mib)),
    pools: costs[0]?.pools ?? 0,
  };
};

/** One build in a process of its own, with no more heap than a container of 512 MiB leaves it. */
const buildCost = (url: string): BuildCost => {
  const flags = [...NODE_FLAGS, `--max-old-space-size=${HEAP_MIB}`];
  return JSON.parse(execFileSync(process.execPath, [...flags, CHILD, url, REGION, UNTIL.toISOString()], { encoding: 'utf8' })) as BuildCost;
};

/** The raw limit: the same rows, unsorted, as text to a client that throws them away. */
const bareSeconds = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const startedAt = performance.now();
  const from = new Date(UNTIL.getTime() - WEEK_DAYS * DAY_MS).toISOString();
  const columns = `instance_type, availability_zone, product_description, spot_price, extract(epoch from "timestamp")`;
  const where = `region = '${REGION}' and "timestamp" > '${from}' and "timestamp" <= '${UNTIL.toISOString()}'`;
  for await (const _ of client.query(copyTo(`copy (select ${columns} from pricing.spot_prices where ${where}) to stdout`))) void _;
  await client.end();
  return (performance.now() - startedAt) / 1_000;
};
