import { AppError } from '@ml/contracts/app-error';
import { textRule } from '@ml/contracts/field-rules';
import { FILE_FIELD } from './upload-form';

const nameRule = textRule({ min: 1, max: 255 });

/** The last part of what the client calls its file: no path of anybody's machine is kept. @throws AppError BAD_FIELD */
export const baseNameOf = (given: string): string => {
  const name = given.split(/[\\/]/).at(-1)?.trim() ?? '';
  const problem = nameRule(name);
  if (problem === undefined && name !== '.' && name !== '..') return name;
  throw new AppError('BAD_FIELD', `${FILE_FIELD} needs a name of 1 to 255 printable characters`, { path: FILE_FIELD });
};

/** Lower case, without the dot; empty when there is none. */
export const extensionOf = (name: string): string => (name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '');
