import type { RefusalTally } from '@ml/domain/prices/refusal-tally';
import { NOTHING, type Tally } from './import-batch';

export const NO_PRICES_TALLY: Tally = NOTHING;

export interface ImportResult {
  readonly tally: Tally;
  /** On-demand prices that a catalogue carries in a column of its own. */
  readonly prices: Tally;
}

const number = (value: number): string => value.toLocaleString('en-US');

/** What came of an import, in sentences. */
export const reportLines = (name: string, { tally, prices }: ImportResult): readonly string[] => [
  ...sectionLines(name, 'rows', tally),
  ...(prices.read === 0 ? [] : sectionLines(name, 'prices', prices)),
  ...(acceptedNothing({ tally, prices }) ? [`${name}: nothing was imported: ${tally.read === 0 ? 'the file has no rows' : 'every row was refused'}`] : []),
];

const sectionLines = (name: string, what: string, tally: Tally): readonly string[] => [
  `${name}: ${number(tally.read)} ${what} read, ${number(tally.accepted)} accepted (${number(tally.inserted)} of them new or changed), ${number(tally.refused.count)} refused`,
  ...refusalLines(tally.refused),
];

const refusalLines = ({ count, by_code, named }: RefusalTally): readonly string[] =>
  count === 0
    ? []
    : [
        `  refused by reason: ${Object.entries(by_code).map(([code, times]) => `${code} ${number(times)}`).join(', ')}`,
        ...named.map(({ line, code, text }) => `  line ${String(line)}: ${code}: ${text}`),
        ...(count > named.length ? [`  ... and ${number(count - named.length)} more`] : []),
      ];

/** Accepted nothing at all: the import has failed, whatever the reason. */
export const acceptedNothing = ({ tally, prices }: ImportResult): boolean => tally.accepted + prices.accepted === 0;
