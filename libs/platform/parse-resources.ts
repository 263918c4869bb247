import { AppError } from '@ml/contracts/app-error';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Posted resources from their bytes; for threads, as it takes its time. The parser quotes what it cannot read: its message goes no further. @throws AppError BAD_JSON, BAD_FIELD */
export const parseResources = (bytes: Uint8Array): readonly unknown[] => {
  let list: unknown;
  try {
    list = JSON.parse(decoder.decode(bytes));
  } catch {
    throw new AppError('BAD_JSON', 'the resources are not valid JSON', { path: 'resources' });
  }
  if (!Array.isArray(list)) throw new AppError('BAD_FIELD', 'resources are a list', { path: 'resources' });
  return list;
};
