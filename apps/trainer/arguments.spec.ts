import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments';
import { helpOf } from './help';
import { KIND_WORDS } from './kinds/kind-words';

const read = (words: string) => readArguments(words.split(' '));

describe('arguments', () => {
  it('name several files after one --data', () => {
    expect(read('waste --data a.csv b.csv --seed 7')).toMatchObject({ kind: 'waste', data: ['a.csv', 'b.csv'], seed: 7, rounds: null });
    expect(read('waste --data a.csv --data b.csv')).toMatchObject({ data: ['a.csv', 'b.csv'] });
  });

  it('take region and instances as the contract writes them', () => {
    expect(read('spot-price --region ap-south-1 --instances m5.large,c5.large --instance-hours 125000')).toMatchObject({ region: 'ap-south-1', instances: ['m5.large', 'c5.large'], instanceHours: 125_000 });
  });

  it.each([
    ['house-price', 'the first word is one of spot-price, spot-interruption'],
    ['waste extra.csv', 'files are named by --data'],
    ['waste --rounds 0', '--rounds is a whole number from 1 to 10000, not 0'],
    ['waste --seed x', '--seed is a whole number'],
    ['waste --now soon', '--now is a time'],
    ['waste --now 11/01/2026', '--now is a time'],
    ['waste --now 9999-12-31', '--now is a time'],
    ['waste --colour red', "Unknown option '--colour'"],
    ['waste --name a/b', '--name has letters'],
    ['spot-price --region mars', '--region is a region'],
    ['spot-price --instances m5', '"m5" is no instance type'],
  ])('%s is refused', (words, reason) => {
    expect(() => read(words)).toThrow(reason);
  });

  it('ask for help, in general and of each kind', () => {
    expect(readArguments([])).toEqual({ help: null });
    expect(read('anomaly --help')).toEqual({ help: 'anomaly' });
    for (const word of KIND_WORDS) {
      expect(helpOf(null)).toContain(`\n  ${word} `);
      expect(helpOf(word)).toContain('--data');
    }
  });
});
