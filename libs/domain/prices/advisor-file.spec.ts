import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAdvisorFile } from './advisor-file';

const LABELS = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'];
const MAXIMA = [5, 11, 16, 22, 100];
const file = (types: object, ranges: unknown = LABELS.map((label, index) => ({ index, label, dots: index, max: MAXIMA[index] }))): unknown => ({
  ranges,
  instance_types: {},
  spot_advisor: { 'us-east-1': { Linux: types } },
});

describe('parseAdvisorFile', () => {
  it('labels the classes as the file does, whatever its maxima say', () => {
    const rows = parseAdvisorFile(file({ 'm5.large': { s: 58, r: 1 }, 'c5.large': { s: 40, r: 4 } }));
    expect(rows).toMatchObject([{ row: { interruption_rate: '5-10%', class: 1, savings_pct: 58 } }, { row: { interruption_rate: '>20%', class: 4 } }]);
  });

  it('keeps a negative saving: spot can be dearer than on-demand', () => {
    expect(parseAdvisorFile(file({ 'p5.48xlarge': { s: -62, r: 0 } }))).toMatchObject([{ row: { savings_pct: -62 } }]);
  });

  it.each([
    [{ 'm5.large': { s: 58, r: 5 } }, 'BAD_INTERRUPTION_CLASS'],
    [{ 'm5.large': { s: 58 } }, 'BAD_INTERRUPTION_CLASS'],
    [{ 'm5.large': { s: 101, r: 0 } }, 'BAD_NUMBER'],
    [{ 'm5.large': null }, 'BAD_SHAPE'],
    [{ large: { s: 58, r: 0 } }, 'BAD_INSTANCE_TYPE'],
  ])('refuses the row %j as %s', (types, code) => {
    expect(parseAdvisorFile(file(types))).toMatchObject([{ refusal: { line: 1, code } }]);
  });

  it('refuses the whole file when the classes are others than the ones we know', () => {
    expect(parseAdvisorFile(file({ 'm5.large': { s: 58, r: 0 } }, [{ index: 0, label: '<1%' }]))).toMatchObject([{ refusal: { code: 'BAD_SHAPE' } }]);
  });

  it('refuses any other document without throwing', () => {
    fc.assert(fc.property(fc.anything(), (document) => parseAdvisorFile(document).every((row) => 'refusal' in row)));
  });
});
