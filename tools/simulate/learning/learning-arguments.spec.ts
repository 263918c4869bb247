import { describe, expect, it } from 'vitest';
import { learningArguments } from './learning-arguments';
import { runLearning } from './run-learning';

describe('the command line of the learning simulation', () => {
  it('plays all worlds with sixty customers unless it is told otherwise', () => {
    expect(learningArguments([])).toEqual({
      customers: 60,
      worlds: ['helpful', 'wrong-prior', 'no-signal'],
      checkpoints: [0, 10_000, 50_000, 200_000, 500_000],
      seed: 1,
      seeds: 20,
      moveMinutes: 5,
      perMinute: 1_000,
      json: false,
    });
    expect(learningArguments(['--world', 'helpful', '--world', 'no-signal', '--json'])).toMatchObject({ worlds: ['helpful', 'no-signal'], json: true });
  });

  it.each([
    [['--customers', '0'], '--customers takes a whole number from 1 to 2000'],
    [['--seeds', 'many'], '--seeds takes a whole number from 1 to 1000'],
    [['--world', 'better'], 'there is no world "better"; there is helpful, wrong-prior, no-signal'],
    [['--hours', '10,5'], '--hours takes whole numbers, ascending, as in 0,10000,500000'],
    [['--years', '3'], "Unknown option '--years'"],
  ])('refuses %j and says what it takes', (args, text) => {
    expect(() => learningArguments(args)).toThrow(text);
  });

  it('prints a table of each world, also of hours that nobody ever reaches, or one line of JSON', () => {
    const printed = (args: readonly string[]): string => {
      const texts: string[] = [];
      runLearning([...args, '--seeds', '1', '--customers', '2'], { out: (text) => texts.push(text), progress: () => undefined });
      return texts.join('');
    };
    expect(printed(['--world', 'helpful', '--hours', '0,900000000'])).toContain('day zero');
    expect(printed(['--world', 'helpful', '--hours', '900000000'])).not.toContain('day zero');
    const { customers, worlds } = JSON.parse(printed(['--world', 'no-signal', '--hours', '0,10000', '--json'])) as { customers: number; worlds: readonly { name: string; checkpoints: readonly { instanceHours: number }[] }[] };
    expect([customers, worlds.map(({ name }) => name)]).toEqual([2, ['no-signal']]);
    expect(worlds[0]?.checkpoints.map(({ instanceHours }) => instanceHours)).toEqual([0, 10_000]);
  });
});
