import { describe, expect, it } from 'vitest';
import type { RegisterModel } from '@ml/contracts/models';
import { lineMetadata } from '../test/line-model';
import { checkUpload } from './check-upload';

const NOW = Date.UTC(2026, 0, 1);
const ask: RegisterModel = {
  blob: `sha256:${'0'.repeat(64)}`,
  size_bytes: 100,
  file_name: 'line.onnx',
  model_name: 'line',
  model_version: '1.0.0',
  model_type: 'waste_predictor',
  trained_until_date: '2025-10-31',
  metadata: { ...lineMetadata({ slope: 1 }) },
  uploaded_by: 'spec',
};

describe('an upload', () => {
  it('declares what its metadata say', () => {
    expect(checkUpload(ask, NOW)).toEqual({ declared: lineMetadata({ slope: 1 }), posted: null });
  });

  it('may come without metadata, or with those of somebody else', () => {
    expect(checkUpload({ ...ask, metadata: null }, NOW)).toEqual({ declared: null, posted: null });
    expect(checkUpload({ ...ask, metadata: { author: 'x' } }, NOW)).toEqual({ declared: null, posted: { author: 'x' } });
  });

  it.each(['model.pkl', 'model.pt', 'model.onnx.zip', 'onnx'])('of %s is refused and told how to convert it', (file_name) => {
    expect(() => checkUpload({ ...ask, file_name }, NOW)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_MODEL_FORMAT', message: expect.stringContaining('skl2onnx') as string }) as Error);
  });

  it.each([
    [{ model_name: '../up' }, 'model_name'],
    [{ model_name: 'a/b' }, 'model_name'],
    [{ model_name: '' }, 'model_name'],
    [{ model_name: 'a'.repeat(256) }, 'model_name'],
    [{ model_version: '1 0' }, 'model_version'],
    [{ model_version: '1'.repeat(51) }, 'model_version'],
    [{ model_type: 'weather' as never }, 'model_type'],
    [{ model_type: 'anomaly_detector' as const }, 'model_type'],
    [{ trained_until_date: '2025-13-01' }, 'trained_until_date'],
    [{ trained_until_date: '2026-01-03' }, 'trained_until_date'],
    [{ trained_until_date: '2025-10-30' }, 'trained_until_date'],
    [{ metadata: { schema: 2 } }, 'metadata.schema'],
    [{ metadata: { ...lineMetadata({ slope: 1 }), inputs: [{ name: 'x', datatype: 'FP16', features: ['a'] }] } }, 'metadata.inputs[0].datatype'],
    [{ metadata: { ...lineMetadata({ slope: 1 }), inputs: 'x' } }, 'metadata.inputs'],
  ])('with %j is refused by its path', (changes, path) => {
    expect(() => checkUpload({ ...ask, ...changes }, NOW)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path }) as Error);
  });

  it('says which field of its metadata is missing', () => {
    const { task: _, ...rest } = lineMetadata({ slope: 1 });
    expect(() => checkUpload({ ...ask, metadata: rest }, NOW)).toThrow(expect.objectContaining({ code: 'MISSING_FIELD', path: 'metadata.task' }) as Error);
  });
});
