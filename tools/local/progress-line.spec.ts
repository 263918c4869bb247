import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { progressLine, ProgressScreen, type JobView } from './progress-line';
import { TERMINAL_COLUMNS } from './wrapped';

const job = (more: Partial<JobView> = {}): JobView => ({
  percent_complete: 75,
  records_expected: 150_000,
  records_fetched: 112_500,
  records_inserted: 112_480,
  records_refused: 0,
  refused: {},
  chunks: { total: 8, completed: 6, failed: 0, cancelled: 0 },
  eta_seconds: 30,
  status: 'filling',
  log: [],
  ...more,
});
const line = (more?: Partial<JobView>): string => stripVTControlCharacters(progressLine(job(more)));
const said = (text: string, number: number): JobView['log'][number] => ({ line: number, at: '2026-11-21T10:00:00Z', level: 'info', text });

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, screen: new ProgressScreen({ isTTY, write: (text: string) => written.push(stripVTControlCharacters(text)) }) };
};

describe('a line of progress', () => {
  it('shows how far it is, how much came and how long it will take', () => {
    expect(line()).toBe('  75% ██████████████████████░░░░░░░░ 112,500 of about 150,000 records  filling  30 s left');
    expect(line({ eta_seconds: 61 })).toContain('2 min left');
  });

  it('says nothing of what nobody knows', () => {
    expect(line({ percent_complete: 0, records_expected: 0, records_fetched: 0, eta_seconds: null, status: 'pending' })).toBe('   0% ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0 records  pending');
  });

  it('fits a terminal beside an editor', () => {
    expect(line({ percent_complete: 100, records_expected: 9_999_999, records_fetched: 9_999_999, status: 'in_progress' }).length).toBeLessThanOrEqual(TERMINAL_COLUMNS);
  });
});

describe('progress on the screen', () => {
  it('moves one line in a terminal and lets the log run above it, each line once', () => {
    const { written, screen: shown } = screen(true);
    shown.show(job({ log: [said('planned', 0)] }));
    shown.show(job({ percent_complete: 80, log: [said('planned', 0), said('us-east-1 is done', 1)] }));
    shown.end();
    expect(written.filter((text) => text.endsWith('\n'))).toEqual(['      planned\n', '      us-east-1 is done\n', '\n']);
    expect(written.filter((text) => text.includes('%'))).toHaveLength(2);
  });

  it('prints a line into a file only when it is much further, or its status is another', () => {
    const { written, screen: shown } = screen(false);
    for (let percent = 0; percent < 100; percent += 1) shown.show(job({ percent_complete: percent }));
    shown.show(job({ percent_complete: 100, status: 'completed' }));
    shown.end();
    expect(written.map((text) => text.slice(0, 6).trim())).toEqual(['0%', '20%', '40%', '60%', '80%', '100%']);
    expect(written.every((text) => text.endsWith('\n') && !text.includes('\r'))).toBe(true);
  });
});
