import { createHmac } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';
import { MOST_FAULTS, type CollectionFault } from '@ml/contracts/collection';
import type { HashedHeader } from '@ml/domain/anonymise/anonymise-context';
import { anonymiseResources } from '@ml/domain/anonymise/anonymise-resources';
import { seriesValues, trainingValues } from '@ml/domain/anonymise/collected-rows';
import { makeVocabulary, type Vocabulary } from '@ml/domain/anonymise/vocabulary';
import { encodeRow, type CopyRow } from '@ml/persistence/copy';
import { parseResources } from '@ml/platform/parse-resources';
import { stepBack } from '@ml/platform/step-back';
import { replying } from '@ml/platform/thread-reply';
import { hashIdentifier, type HashKeys } from '../identity/hash-identifiers';

stepBack();

/** What stays the same from piece to piece. */
export interface AnonymiseRules {
  readonly keys: HashKeys;
  /** Of the operator, besides ours. */
  readonly words: readonly string[];
  readonly fullSeries: boolean;
}

export interface AnonymiseTask {
  readonly rules: AnonymiseRules;
  readonly header: HashedHeader;
  /** Milliseconds since the epoch. */
  readonly completedAt: number;
  /** Place of the first resource in the scan. */
  readonly first: number;
  /** A JSON list of resources as it came over the bus; still packed when it is large. */
  readonly bytes: Uint8Array;
  readonly packed: boolean;
  /** Bytes when opened. */
  readonly size: number;
}

export interface AnonymisedPiece {
  /** Rows of `TRAINING_COLUMNS` and of `SERIES_COLUMNS`, a text as COPY takes it, zstd. */
  readonly training: Uint8Array;
  readonly series: Uint8Array;
  readonly kept: number;
  readonly refused: number;
  readonly seriesRows: number;
  /** The first of the piece. */
  readonly faults: readonly CollectionFault[];
  /** All of them. */
  readonly faultCount: number;
  /** Of the bytes as they came, by our key, hex: without it nobody can try which scan it was. */
  readonly contentHash: string;
}

/** Fast: pieces live for seconds. */
const LEVEL = 1;
const MIN_STEP = 64;
/** Bytes that one step of compression yields: one is mostly enough. */
const STEP = 256 * 1024;

/** A thread has the words of one operator. */
let vocabulary: Vocabulary | undefined;

const open = ({ bytes, packed, size }: AnonymiseTask): Uint8Array => (packed ? zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(MIN_STEP, size) }) : bytes);

const copyText = <Row>(rows: readonly Row[], values: (row: Row) => CopyRow): Uint8Array => {
  const text = rows.map((row) => encodeRow(values(row))).join('');
  return new Uint8Array(zstdCompressSync(text, { chunkSize: STEP, params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }));
};

const anonymisePiece = (task: AnonymiseTask): AnonymisedPiece => {
  const { keys, words, fullSeries } = task.rules;
  vocabulary ??= makeVocabulary(words);
  const opened = open(task);
  const contentHash = createHmac('sha256', keys.current.key).update('content\n').update(opened).digest('hex');
  const hash = (id: string): string => hashIdentifier(keys, 'resource', id);
  const { rows, series, refused, faults } = anonymiseResources(parseResources(opened), task.first, { header: task.header, completedAt: task.completedAt, hash, vocabulary, fullSeries });
  return {
    training: copyText(rows, trainingValues),
    series: copyText(series, seriesValues),
    kept: rows.length,
    refused,
    seriesRows: series.length,
    faults: faults.slice(0, MOST_FAULTS),
    faultCount: faults.length,
    contentHash,
  };
};

/** Runs in a worker thread: a piece takes tens of milliseconds, and others wait for the event loop. What it read is gone when it answers. */
export const anonymise = replying(anonymisePiece);
