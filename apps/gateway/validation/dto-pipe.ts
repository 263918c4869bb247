import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { AppError } from '@ml/contracts/app-error';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import { ROWS_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { jsonFault } from '../body/json-fault';
import { readBody } from '../body/read-body';
import { checkDto } from './check-dto';
import { refuseFaults } from './faults-error';
import { readTexts, type TextValues } from './read-texts';

const isDto = (type: ArgumentMetadata['metatype']): type is NonNullable<typeof type> & DtoClass => type !== undefined && fieldsOf(type).size > 0;

/** Reads bodies, queries and path parameters whose declared type is a DTO class. */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isDto(metatype)) return value;
    if (type === 'body') return readSmallBody(metatype, value as BodySource | undefined);
    return readTexts(metatype, value as TextValues, type === 'param' ? 'path' : 'query');
  }
}

const readSmallBody = async <T extends object>(type: DtoClass<T>, source: BodySource | undefined): Promise<T> => {
  if (source === undefined) throw noBody();
  // How large it may be follows from the policy of its route; it has been counted when it was taken.
  const { fields } = await readBody(source, { limits: ROWS_BODY, known: new Set(fieldsOf(type).keys()) });
  const { value, faults } = checkDto(type, fields);
  refuseFaults(faults);
  return value;
};

export const noBody = (): AppError => jsonFault('the body is empty', { position: 0, line: 1, column: 1 });
