import { EC2Client, paginateDescribeSpotPriceHistory, type _InstanceType, type SpotPrice } from '@aws-sdk/client-ec2';
import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export interface BareFill {
  readonly emulatorUrl: string;
  readonly databaseUrl: string;
  readonly regions: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly products: readonly string[];
  readonly spans: readonly { readonly from: Date; readonly until: Date }[];
  readonly parallelism: number;
}

const COLUMNS = 'instance_type, availability_zone, region, product_description, spot_price, "timestamp"';
const TABLE = `
  drop table if exists bare_spot_prices;
  create table bare_spot_prices (like pricing.spot_prices including defaults,
    primary key (instance_type, availability_zone, product_description, "timestamp"))`;
const STAGED = `create temp table staged (instance_type text, availability_zone text, region text, product_description text, spot_price numeric(20,10), "timestamp" timestamptz)`;
const MERGE = `insert into bare_spot_prices (${COLUMNS}, source) select ${COLUMNS}, 'emulator' from staged on conflict do nothing`;

type Part = BareFill['spans'][number] & { readonly region: string };

/** The least that anybody needs to do: AWS's own client turns the pages, each is copied in with its own commit. Returns the rows in the table. */
export const bareFill = async (fill: BareFill): Promise<number> => {
  const admin = new pg.Client({ connectionString: fill.databaseUrl });
  await admin.connect();
  await admin.query(TABLE);
  const parts = fill.regions.flatMap((region) => fill.spans.map((span) => ({ ...span, region })));
  await Promise.all(Array.from({ length: fill.parallelism }, () => worker(fill, parts)));
  const { rows } = await admin.query<{ count: string }>('select count(*) from bare_spot_prices');
  await admin.end();
  return Number(rows[0]?.count);
};

const worker = async (fill: BareFill, parts: Part[]): Promise<void> => {
  const client = new pg.Client({ connectionString: fill.databaseUrl });
  await client.connect();
  await client.query(STAGED);
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const ec2 = new EC2Client({ endpoint: fill.emulatorUrl, region: part.region, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
    const query = { InstanceTypes: [...fill.instanceTypes] as _InstanceType[], ProductDescriptions: [...fill.products], StartTime: part.from, EndTime: part.until, MaxResults: 1_000 };
    for await (const { SpotPriceHistory = [] } of paginateDescribeSpotPriceHistory({ client: ec2 }, query)) await writePage(client, part.region, SpotPriceHistory);
    ec2.destroy();
  }
  await client.end();
};

const writePage = async (client: pg.Client, region: string, page: readonly SpotPrice[]): Promise<void> => {
  await client.query('begin');
  const stream = client.query(copyFrom(`copy staged from stdin`));
  const line = (row: SpotPrice): string =>
    `${row.InstanceType}\t${row.AvailabilityZone}\t${region}\t${row.ProductDescription}\t${row.SpotPrice}\t${row.Timestamp?.toISOString()}\n`;
  stream.end(page.map(line).join(''));
  await once(stream, 'finish');
  await client.query(MERGE);
  await client.query('truncate staged');
  await client.query('commit');
};
