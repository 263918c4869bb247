import { anonymiseResource } from '@ml/domain/anonymise/anonymise-resource';
import type { TrainingRow } from '@ml/domain/anonymise/collected-rows';
import { makeVocabulary } from '@ml/domain/anonymise/vocabulary';
import { Draws } from '@ml/domain/training/draws';
import { chanceOf, LEANING } from '@ml/domain/training/made-up-waste';
import { madeUpResource } from '../../local/made-up-resource';

/** A collected resource, what became of it, and how likely that was. */
export interface KnownResource {
  readonly row: TrainingRow;
  readonly deleted: 0 | 1;
  /** With its account's leaning, which nothing tells of an account that was never seen. */
  readonly chance: number;
  /** The best that anything can say of it: the mean over all leanings. */
  readonly knowable: number;
}

export interface MadeUp {
  readonly seed: number;
  readonly accounts: number;
  readonly resources: number;
}

const END = Date.UTC(2026, 10, 1);
const VOCABULARY = makeVocabulary();

/** Leanings in deviations, five to each side, and how common each is: for the mean over all of them. */
const NODES = Array.from({ length: 161 }, (_, at) => (at - 80) / 16);
const WEIGHTS = NODES.map((node) => Math.exp((-node * node) / 2));
const TOTAL = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

const meanChance = (odds: number): number => NODES.reduce((sum, node, at) => sum + (WEIGHTS[at] ?? 0) * chanceOf(odds, LEANING * node), 0) / TOTAL;

/** Resources as they are posted, through the anonymisation of collected data: what it takes away nobody can learn. */
export const madeUpAccounts = ({ seed, accounts, resources }: MadeUp): readonly KnownResource[] =>
  Array.from({ length: accounts }, (_, account) => {
    const draws = new Draws(seed * 1_000_003 + account);
    const leaning = LEANING * draws.normal();
    return Array.from({ length: resources }, (__, at) => drawn(draws, { account: `account-${seed}-${account}`, id: `r-${at}`, leaning }));
  }).flat();

const drawn = (draws: Draws, { account, id, leaning }: { readonly account: string; readonly id: string; readonly leaning: number }): KnownResource => {
  const { posted, deleted, chance, odds } = madeUpResource(draws, { id, leaning, end: END });
  const header = { account_hash: account, scan_hash: 'scan', provider: 'aws' } as const;
  const { row } = anonymiseResource(posted, 'resources[0]', { header, completedAt: END, hash: (given) => given, vocabulary: VOCABULARY, fullSeries: false });
  if (row === null) throw new Error('a made-up resource was refused');
  return { row, deleted, chance, knowable: meanChance(odds) };
};
