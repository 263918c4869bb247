import { describe, expect, it } from 'vitest';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';
import { LEGACY_VERSION } from '../identity/legacy-version';
import { manifestOf } from './manifest';

const row = { export_id: 'e-1', schema_version: 1, output_format: 'json', gzip: true, days: 1, requested_by: 'rest', rewritten_at: null, created_at: new Date('2024-03-01T00:00:00Z') } as Partial<ExportRow> as ExportRow;

describe('a manifest', () => {
  it('says how identifiers were hashed', () => {
    const saidOf = (keyVersion: number): unknown => manifestOf({ row, files: [], keyVersion });
    expect(saidOf(3)).toMatchObject({ identifiers: { scheme: expect.stringContaining('keyed SHA-256 of each kind') as string, key_version: 3 } });
    expect(saidOf(LEGACY_VERSION)).toMatchObject({ identifiers: { scheme: expect.stringContaining('salt') as string, key_version: 0 } });
  });

  it('has a window of whole days, over the 29th of February too', () => {
    expect(manifestOf({ row, files: [], keyVersion: 1 })).toMatchObject({ window: { from: '2024-02-29T00:00:00.000Z', to: '2024-03-01T00:00:00.000Z', days: 1 }, gzip: true, rows: 0 });
  });
});
