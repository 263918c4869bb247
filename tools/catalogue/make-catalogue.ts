import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A size that is missing in a family, or lacks a fact in the sources, is left out. */
const SIZES = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '9xlarge', '12xlarge', '16xlarge', '18xlarge'];
const FAMILIES =
  't3 t3a t4g m5 m5a m5d m6i m6a m6g m7i m7g c5 c5a c6i c6a c6g c7i c7g r5 r6i r6g r7g i3 i4i d3 x2gd g4dn g5'.split(' ');
const BARE_METAL = ['m5.metal', 'c6g.metal'];

/** The region whose price stands in the first source, with that source's date; the others come from the second. */
const HOME = 'us-east-1';
const REGIONS = [HOME, 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-south-1', 'ap-southeast-1', 'ap-northeast-1'];

/** The first source is dated by month only: its first day, so that its age is never understated. */
const SPEC_DATE = '2026-07-01';
const LIST_DATE = '2025-04-04';
const SOURCE_NOTE =
  `Specifications and ${HOME} prices: moto and aws/karpenter-provider-aws (both Apache-2.0), 2026-07. ` +
  `Prices of the other regions: yeo/ec2.shop (MIT), ${LIST_DATE}. Facts only, chosen rows, in our own format.`;

type Row = Readonly<Record<string, string>>;

const rowsOf = (csv: string): readonly Row[] => parse(csv, { columns: true, skip_empty_lines: true });

const isTrue = (text: string | undefined): boolean => text === 'True';
const count = (text: string | undefined): number => Number(text === undefined || text === '' ? '0' : text);

function chosen(row: Row): boolean {
  const name = row['instance_type'] ?? '';
  const [family = '', size = ''] = name.split('.');
  const wanted = BARE_METAL.includes(name) || (FAMILIES.includes(family) && SIZES.includes(size));
  return wanted && count(row['vcpu']) > 0 && count(row['memory_mib']) > 0 && row['arch'] !== '' && count(row['max_eni']) > 0;
}

function byFamilyThenSize(a: Row, b: Row): number {
  const rank = (row: Row): number => FAMILIES.indexOf((row['instance_type'] ?? '').split('.')[0] ?? '');
  return rank(a) - rank(b) || count(a['vcpu']) - count(b['vcpu']) || count(a['memory_mib']) - count(b['memory_mib']);
}

/** `instance type -> region -> USD an hour`. */
function listPrices(csv: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const prices = new Map<string, Map<string, number>>();
  for (const row of rowsOf(csv)) {
    const type = row['instance_type'] ?? '';
    const ofType = prices.get(type) ?? new Map<string, number>();
    prices.set(type, ofType.set(row['region'] ?? '', Number(row['ondemand_usd_hr_linux'])));
  }
  return prices;
}

function factsOf(row: Row, list: ReadonlyMap<string, number> | undefined): Record<string, unknown> {
  const prices = REGIONS.map((region) =>
    region === HOME ? count(row['ondemand_us_east_1_usd_hr_2026_07']) || null : (list?.get(region) ?? null),
  );
  return {
    type: row['instance_type'],
    vcpu: count(row['vcpu']),
    memory_mib: count(row['memory_mib']),
    architectures: row['arch'],
    gpus: count(row['gpus']),
    local_storage_gb: count(row['local_storage_gb']),
    network_interfaces: count(row['max_eni']),
    ipv4_per_interface: count(row['ipv4_per_eni']),
    current_generation: isTrue(row['current_generation']),
    bare_metal: isTrue(row['bare_metal']),
    burstable: isTrue(row['burstable']),
    on_demand: prices,
  };
}

/** The committed file's text: one type a line, so that a change of one fact is a change of one line. */
export function catalogueText(specifications: string, priceList: string): string {
  const list = listPrices(priceList);
  const types = rowsOf(specifications).filter(chosen).sort(byFamilyThenSize);
  const lines = types.map((row) => `    ${JSON.stringify(factsOf(row, list.get(row['instance_type'] ?? '')))}`);
  const dates = Object.fromEntries(REGIONS.map((region) => [region, region === HOME ? SPEC_DATE : LIST_DATE]));
  return [
    '{',
    '  "generated_by": "tools/catalogue/make-catalogue.ts",',
    `  "source_note": ${JSON.stringify(SOURCE_NOTE)},`,
    `  "as_of": "${SPEC_DATE}",`,
    `  "regions": ${JSON.stringify(REGIONS)},`,
    `  "on_demand_as_of": ${JSON.stringify(dates)},`,
    '  "types": [',
    lines.join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n');
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('usage: node tools/catalogue/make-catalogue.ts FOLDER (the folder that holds ec2/*.csv)');
  const text = catalogueText(
    readFileSync(join(folder, 'ec2/ec2_catalogue_joined.csv'), 'utf8'),
    readFileSync(join(folder, 'ec2/ondemand_allregions_ec2shop_2025-04.csv'), 'utf8'),
  );
  writeFileSync(join(import.meta.dirname, '../../libs/domain/prices/catalogue/types.json'), text);
}
