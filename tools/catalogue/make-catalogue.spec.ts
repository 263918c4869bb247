import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueText } from './make-catalogue';

const HEAD =
  'instance_type,vcpu,memory_mib,arch,gpus,max_eni,ipv4_per_eni,local_storage_gb,current_generation,bare_metal,burstable,ondemand_us_east_1_usd_hr_2026_07';
const LIST = 'region,instance_type,ondemand_usd_hr_linux\neu-west-1,m5.large,0.1070000000\n';
const DATA = '../shared/data/ec2';

describe('the catalogue generator', () => {
  it('writes one line a type, smallest of a family first', () => {
    const text = catalogueText(
      `${HEAD}\nm5.xlarge,4,16384,x86_64,0,4,15,,False,False,False,0.192\nm5.large,2,8192,x86_64,0,3,10,,False,False,False,0.096\n`,
      LIST,
    );
    const { types } = JSON.parse(text) as { types: { type: string; on_demand: (number | null)[] }[] };
    expect(types.map((type) => type.type)).toEqual(['m5.large', 'm5.xlarge']);
    expect(types[0]?.on_demand).toEqual([0.096, null, null, 0.107, null, null, null, null]);
  });

  it('leaves out a type whose specification is missing in the source', () => {
    const text = catalogueText(`${HEAD}\ni3.large,,,,0,3,10,,,,,0.156\n`, LIST);
    expect(JSON.parse(text)).toMatchObject({ types: [] });
  });

  it.skipIf(!existsSync(DATA))('reproduces the committed table from the published files (skipped without ../shared/data)', () => {
    const text = catalogueText(
      readFileSync(`${DATA}/ec2_catalogue_joined.csv`, 'utf8'),
      readFileSync(`${DATA}/ondemand_allregions_ec2shop_2025-04.csv`, 'utf8'),
    );
    expect(text).toBe(readFileSync('libs/domain/prices/catalogue/types.json', 'utf8'));
  });
});
