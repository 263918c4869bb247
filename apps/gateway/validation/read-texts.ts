import type { Fault } from '@ml/contracts/app-error';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { checkDto } from './check-dto';
import { refuseFaults } from './faults-error';

/** What the router made of a query string or of the parameters of a path. */
export type TextValues = Readonly<Record<string, string | readonly string[]>>;

/** Reads texts as the values they stand for, as a DTO. @throws AppError BAD_PARAMETER, UNKNOWN_FIELD, ... naming `query.<name>` */
export const readTexts = <T extends object>(type: DtoClass<T>, texts: TextValues, place: 'query' | 'path'): T => {
  const fields = fieldsOf(type);
  const source = Object.create(null) as Record<string, unknown>;
  for (const [name, text] of Object.entries(texts)) source[name] = typeof text === 'string' ? fields.get(name)?.fromText(text) ?? text : text;
  const { value, faults } = checkDto(type, source, place);
  refuseFaults(faults.map(asParameter));
  return value;
};

const asParameter = (fault: Fault): Fault => (fault.code === 'BAD_FIELD' ? { ...fault, code: 'BAD_PARAMETER' } : fault);
