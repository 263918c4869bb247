import type { Market } from '../market/market';
import type { QueryParameters } from '../wire/query-parameters';
import type { ItemEdits } from '../faults/spoil';
import type { XmlFields } from '../wire/xml';

export interface Ec2Call {
  readonly market: Market;
  readonly region: string;
  readonly now: Date;
  readonly parameters: QueryParameters;
}

/** Every call that the fleet makes answers with one list. */
export interface Ec2List {
  /** Name of the element around the items. */
  readonly set: string;
  readonly items: readonly XmlFields[];
  readonly nextToken?: string | undefined;
  /** For faults that spoil prices or times. */
  readonly edits?: ItemEdits<XmlFields>;
}

export type Ec2Operation = (call: Ec2Call) => Ec2List;
