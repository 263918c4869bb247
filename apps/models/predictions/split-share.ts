import { createHash } from 'node:crypto';

/** Where a key falls between 0 and 1: the same for ever in one experiment, independent of where it falls in another. */
export const splitShare = (experiment: string, key: string): number => createHash('sha256').update(`${experiment}\n${key}`).digest().readUInt32BE(0) / 2 ** 32;
