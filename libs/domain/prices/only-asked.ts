import type { Parsed } from './refusal';

interface Placed {
  readonly instance_type: string;
  readonly region: string;
}

/** Refuses rows that are no answer to the question: they would be stored where no fetch is noted, of a region that was not claimed. */
export const onlyAsked = <Row extends Placed>(entries: readonly Parsed<Row>[], isAsked: (row: Row) => boolean): readonly Parsed<Row>[] =>
  entries.map((entry, index) => ('row' in entry && !isAsked(entry.row) ? refused(entry.row, index + 1) : entry));

const refused = ({ instance_type, region }: Placed, line: number): Parsed<never> => ({ refusal: { line, code: 'NOT_ASKED_FOR', text: `${instance_type} in ${region} was not asked for` } });
