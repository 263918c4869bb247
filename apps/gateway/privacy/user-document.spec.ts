import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccessPage } from '@ml/contracts/privacy';
import { userDocument } from './user-document';

const TABLES = ['collection_subjects', 'ml_training_data', 'cost_trend_data'] as const;
const AT = new Date('2026-11-22T10:00:00Z');

/** As the collector pages: tables in their order, a cursor until nothing is left. */
const pagesOf = (sizes: readonly (readonly number[])[]): readonly AccessPage[] => {
  const pages = sizes.flatMap((of, place) => of.map((size) => ({ table: TABLES[place] ?? '', rows: Array.from({ length: size }, (_, at) => ({ at, text: '"],{' })) })));
  const all = pages.length === 0 ? [{ table: 'ml_training_data', rows: [] }] : pages;
  return all.map((page, at) => ({ ...page, next: at + 1 < all.length ? String(at + 1) : null }));
};

const textOf = async (pages: readonly AccessPage[]): Promise<string> => {
  const page = (at: number): AccessPage => pages[at] as AccessPage;
  const more = (cursor: string): Promise<AccessPage> => Promise.resolve(page(Number(cursor)));
  let text = '';
  for await (const part of userDocument({ exportedAt: AT, first: page(0), more })) text += part;
  return text;
};

it('is one JSON document with every row of every page, however they are cut', async () => {
  const sizes = fc.array(fc.array(fc.nat({ max: 4 }), { maxLength: 3 }), { maxLength: TABLES.length });
  await fc.assert(
    fc.asyncProperty(sizes, async (cut) => {
      const document = JSON.parse(await textOf(pagesOf(cut))) as { data: Record<string, unknown[]>; rows: Record<string, number>; complete: boolean };
      const expected = Object.fromEntries(cut.map((of, place) => [TABLES[place], of.reduce((sum, size) => sum + size, 0)] as const).filter(([, count]) => count > 0));
      expect(document.complete).toBe(true);
      expect(document.rows).toEqual(expected);
      expect(Object.fromEntries(Object.entries(document.data).map(([table, rows]) => [table, rows.length]))).toEqual(expected);
    }),
  );
});

it('is cut off, and so no JSON, when a page cannot be had', async () => {
  const [first] = pagesOf([[1, 1]]);
  const parts = userDocument({ exportedAt: AT, first: first as AccessPage, more: () => Promise.reject(new Error('away')) });
  let text = '';
  await expect((async () => {
    for await (const part of parts) text += part;
  })()).rejects.toThrow('away');
  expect(() => JSON.parse(text) as unknown).toThrow();
});
