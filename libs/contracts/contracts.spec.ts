import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareContracts, type Difference } from '@ml/testing/contracts/compare-contracts';
import { describeContracts, type ContractSnapshot } from '@ml/testing/contracts/describe-contracts';
import { ACCESS } from './access';

const FOLDER = 'libs/contracts';
const SNAPSHOT = `${FOLDER}/contracts.snapshot.json`;
/** `true` takes additions; `breaking` takes everything, which is right only before anybody runs the old version. */
const ACCEPT = process.env['ACCEPT_CONTRACTS'];
const COMPILED_MS = 30_000;

const accepted = (): ContractSnapshot =>
  existsSync(SNAPSHOT) ? (JSON.parse(readFileSync(SNAPSHOT, 'utf8')) as ContractSnapshot) : { subjects: {}, errors: {}, streams: {} };

const lines = (differences: readonly Difference[]): readonly string[] => differences.map(({ path, text }) => `${path} ${text}`);

describe('the contracts', () => {
  it('promise what the committed snapshot says', { timeout: COMPILED_MS }, async () => {
    const now = await describeContracts(FOLDER);
    const differences = compareContracts(accepted(), now);
    const breaking = differences.filter((difference) => difference.breaking);
    if (ACCEPT !== 'breaking') expect(lines(breaking), 'These break running services: add beside the old, or a subject with the next version').toEqual([]);
    if (ACCEPT !== undefined) writeFileSync(SNAPSHOT, `${JSON.stringify(now, null, 1)}\n`);
    else expect(lines(differences), 'These only add: run `npm run contracts:accept` and commit the snapshot').toEqual([]);
  });

  it('let every question be answered by its owner alone', () => {
    const answered = Object.entries(ACCESS).flatMap(([owner, access]) => access.answers.map(({ subject }) => [subject, owner] as const));
    const asked = Object.values(ACCESS).flatMap((access) => access.asks);
    expect(new Set(answered.map(([subject]) => subject)).size).toBe(answered.length);
    expect(answered.filter(([subject, owner]) => !subject.startsWith(`${owner}.`))).toEqual([]);
    expect(asked.filter(({ subject }) => !answered.some(([known]) => known === subject))).toEqual([]);
  });

  it('let every fact be published by its owner alone, and consumed or watched only when published', () => {
    const published = Object.entries(ACCESS).flatMap(([owner, access]) => access.publishes.map((fact) => ({ owner, fact })));
    const heard = Object.values(ACCESS).flatMap((access) => [...access.consumes, ...access.watches]);
    expect(published.filter(({ owner, fact }) => fact.owner !== owner)).toEqual([]);
    expect(heard.filter(({ subject }) => !published.some(({ fact }) => fact.subject === subject))).toEqual([]);
  });
});
