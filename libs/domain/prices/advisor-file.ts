import type { AdvisorClass } from '@ml/contracts/pricing';
import { instanceTypeOf, regionOf, shown, wholeNumberOf } from './fields';
import { isObject } from './is-object';
import { parsed, RowFault, type Parsed } from './refusal';
import type { AdvisorRow } from './rows';

/** The file's own labels by class. Its `max` values (5, 11, 16, 22, 100) do not match them and are not used. */
export const INTERRUPTION_LABELS = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'] as const;

/** A spot price ten times the on-demand price is the bound that spot prices once had. */
const SAVINGS = { field: 'savings', min: -1_000, max: 100 } as const;

/** Every row of the Spot Advisor's file, in the order of the file. Refused as a whole when it is not that file at all. */
export const parseAdvisorFile = (document: unknown): readonly Parsed<AdvisorRow>[] => {
  const regions = isObject(document) ? document['spot_advisor'] : undefined;
  if (!isObject(regions)) return [{ refusal: { line: 1, code: 'BAD_SHAPE', text: 'spot_advisor is missing: this is not a Spot Advisor file' } }];
  const labels = labelsOf(document);
  if (labels === null) return [{ refusal: { line: 1, code: 'BAD_SHAPE', text: 'the ranges are not the five interruption classes that we know' } }];
  const rows: Parsed<AdvisorRow>[] = [];
  for (const [region, systems] of Object.entries(regions)) {
    for (const [system, types] of entriesOf(systems)) {
      for (const [type, facts] of entriesOf(types)) rows.push(parseAdvisorRow({ region, system, type, facts }, rows.length + 1));
    }
  }
  return rows;
};

const entriesOf = (value: unknown): readonly [string, unknown][] => (isObject(value) ? Object.entries(value) : []);

/** Classes are positions in `ranges`: were AWS to add one, every class would silently mean something else. */
const labelsOf = (document: unknown): readonly string[] | null => {
  const ranges = isObject(document) ? document['ranges'] : undefined;
  if (ranges === undefined) return INTERRUPTION_LABELS;
  if (!Array.isArray(ranges) || ranges.length !== INTERRUPTION_LABELS.length) return null;
  const same = ranges.every((range: unknown) => isObject(range) && INTERRUPTION_LABELS[Number(range['index'])] === range['label']);
  return same ? INTERRUPTION_LABELS : null;
};

interface AdvisorEntry {
  readonly region: string;
  readonly system: string;
  readonly type: string;
  readonly facts: unknown;
}

const parseAdvisorRow = ({ region, system, type, facts }: AdvisorEntry, line: number): Parsed<AdvisorRow> =>
  parsed(line, () => {
    if (system !== 'Linux' && system !== 'Windows') throw new RowFault('UNKNOWN_OPERATING_SYSTEM', `${shown(system)} is neither Linux nor Windows`);
    if (!isObject(facts)) throw new RowFault('BAD_SHAPE', `the entry of ${shown(type)} is not an object`);
    const interruption = classOf(facts['r']);
    return {
      instance_type: instanceTypeOf(type),
      region: regionOf(region),
      operating_system: system,
      class: interruption,
      interruption_rate: INTERRUPTION_LABELS[interruption],
      savings_pct: facts['s'] === undefined ? null : wholeNumberOf(facts['s'], SAVINGS),
      raw: JSON.stringify(facts),
    };
  });

const classOf = (value: unknown): AdvisorClass => {
  if (value === 0 || value === 1 || value === 2 || value === 3 || value === 4) return value;
  throw new RowFault('BAD_INTERRUPTION_CLASS', `${shown(JSON.stringify(value) ?? 'nothing')} is not an interruption class from 0 to 4`);
};
