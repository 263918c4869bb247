import { describe, expect, it } from 'vitest';
import { advance, readCursor, START, writeCursor } from './cursor';

describe('a place in the stream', () => {
  it('is read back as it was written', () => {
    const place = advance(advance(START, 'made', 7), 'outcome', 9);
    expect(readCursor(writeCursor(place))).toEqual({ made: 7, outcome: 9, wanted: 9, predicted: 0, job: 9, pool: 9 });
  });

  it('goes on from the furthest place for a kind of which nothing was seen', () => {
    expect(readCursor(writeCursor(advance(START, 'made', 7)))).toEqual({ made: 7, outcome: 7, wanted: 7, predicted: 0, job: 7, pool: 7 });
  });

  it('may be one plain sequence', () => {
    expect(readCursor('12')).toEqual({ made: 12, outcome: 12, wanted: 12, predicted: 0, job: 12, pool: 12 });
  });

  it('may be of a time with fewer kinds', () => {
    expect(readCursor('7-9')).toEqual({ made: 7, outcome: 9, wanted: 9, predicted: 0, job: 9, pool: 9 });
  });

  it('keeps its own numbering of predictions', () => {
    expect(readCursor('7-9-8-4')).toEqual({ made: 7, outcome: 9, wanted: 8, predicted: 4, job: 9, pool: 9 });
    expect(readCursor(writeCursor(advance(START, 'predicted', 40)))).toEqual({ made: 0, outcome: 0, wanted: 0, predicted: 40, job: 0, pool: 0 });
  });

  it('is told by jobs alone as well', () => {
    expect(readCursor(writeCursor(advance(START, 'job', 31)))).toEqual({ made: 31, outcome: 31, wanted: 31, predicted: 0, job: 31, pool: 31 });
  });

  it('may be of a time without pools, and is told by pools alone', () => {
    expect(readCursor('7-9-8-4-12')).toEqual({ made: 7, outcome: 9, wanted: 8, predicted: 4, job: 12, pool: 12 });
    expect(readCursor('7-9-8-4-12-10')).toEqual({ made: 7, outcome: 9, wanted: 8, predicted: 4, job: 12, pool: 10 });
    expect(readCursor(writeCursor(advance(START, 'pool', 5)))).toEqual({ made: 5, outcome: 5, wanted: 5, predicted: 0, job: 5, pool: 5 });
  });

  it('never goes back', () => {
    expect(advance({ ...START, made: 5 }, 'made', 3)).toEqual({ ...START, made: 5 });
  });
});
