import { AppError } from '@ml/contracts/app-error';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { isObject } from '@ml/contracts/field-rules';
import { parseJson } from '../body/parse-json';
import { checkDto } from '../validation/check-dto';
import { refuseFaults } from '../validation/faults-error';

const BEGINNING = { position: 0, line: 1, column: 1 } as const;

/** The text fields of a form as a DTO; `json` is the one that holds an object as JSON, if it is there. @throws AppError with all faults at once */
export const readFields = <T extends object>(type: DtoClass<T>, texts: Readonly<Record<string, string>>, json: string): T => {
  const source: Record<string, unknown> = {};
  for (const { name, fromText } of fieldsOf(type).values()) {
    const text = texts[name];
    if (text === undefined || (name === json && text.trim() === '')) continue;
    source[name] = name === json ? objectIn(text, name) : fromText(text);
  }
  const { value, faults } = checkDto(type, source);
  refuseFaults(faults);
  return value;
};

const objectIn = (text: string, path: string): unknown => {
  const value = parseJson({ bytes: Buffer.from(text), place: BEGINNING, path });
  if (!isObject(value)) throw new AppError('BAD_FIELD', `${path} must be a JSON object`, { path });
  return value;
};
