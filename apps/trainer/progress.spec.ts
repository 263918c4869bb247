import { describe, expect, it } from 'vitest';
import { Progress } from './progress';

const shown = (isTTY: boolean): string => {
  let text = '';
  const write = (piece: string | Uint8Array): boolean => {
    text += String(piece);
    return true;
  };
  const progress = new Progress({ isTTY, write }, { what: 'spot-interruption', rounds: 20 });
  for (let round = 0; round < 20; round += 1) progress.round({ train: 0.123456, validation: 0.234567 });
  progress.stop();
  return text;
};

const ESCAPE = String.fromCharCode(27);

describe('progress', () => {
  it('is a bar on a terminal, narrower than 80 columns, after which Ctrl-C leaves a cursor and lines that wrap', () => {
    const text = shown(true);
    const [last = ''] = text.split(ESCAPE).filter((piece) => piece.includes('20/20')).slice(-1);
    expect(last.replace(/^\[[^G]*G/, '')).toMatch(/^spot-interruption =+ 20\/20, loss 0\.1235, held out 0\.2346$/);
    expect(last.length).toBeLessThan(80);
    expect(text).not.toContain(`${ESCAPE}[?25l`);
    expect(text).not.toContain(`${ESCAPE}[?7l`);
  });

  it('is ten lines elsewhere', () => {
    expect(shown(false).trim().split('\n')).toHaveLength(10);
    expect(shown(false)).toContain('spot-interruption: 20 of 20 rounds, loss 0.1235, held out 0.2346\n');
  });
});
