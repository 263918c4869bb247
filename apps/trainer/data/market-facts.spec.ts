import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { marketFacts } from './market-facts';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'market-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});
const fileOf = (name: string, content: string): string => {
  const file = path.join(FOLDER, name);
  writeFileSync(file, content);
  return file;
};

describe('facts about a market', () => {
  it('come from the files that are named, by product', async () => {
    const onDemand = fileOf('od.csv', 'region,instance_type,hourly_price,operating_system\nus-east-1,m5.large,0.096,Linux\nus-east-1,m5.large,0.188,Windows\n');
    const advisor = fileOf('advisor.json', JSON.stringify({ spot_advisor: { 'us-east-1': { Linux: { 'm5.large': { r: 2, s: 60 } }, Windows: {} } } }));
    const facts = await marketFacts({ onDemand, advisor });
    expect([facts.onDemandOf('m5.large', 'us-east-1', 'Linux/UNIX'), facts.onDemandOf('m5.large', 'us-east-1', 'Windows'), facts.onDemandOf('m5.large', 'us-east-1', 'SUSE Linux')]).toEqual([0.096, 0.188, null]);
    expect([facts.advisorOf('m5.large', 'us-east-1', 'Linux/UNIX'), facts.advisorOf('m5.large', 'us-east-1', 'Windows'), facts.advisorOf('c5.large', 'us-east-1', 'Linux/UNIX')]).toEqual([2, null, null]);
  });

  it('are else those of the built-in catalogue, of Linux, and no classes', async () => {
    const facts = await marketFacts({ onDemand: null, advisor: null });
    expect(facts.onDemandOf('m5.large', 'us-east-1', 'Linux/UNIX')).toBe(0.096);
    expect([facts.onDemandOf('m5.large', 'us-east-1', 'Windows'), facts.advisorOf('m5.large', 'us-east-1', 'Linux/UNIX')]).toEqual([null, null]);
  });

  it('refuse what is no Spot Advisor file', async () => {
    await expect(marketFacts({ onDemand: null, advisor: fileOf('other.json', '{}') })).rejects.toThrow('is not a Spot Advisor file');
    await expect(marketFacts({ onDemand: null, advisor: fileOf('broken.json', '{') })).rejects.toThrow('is not a Spot Advisor file');
  });
});
