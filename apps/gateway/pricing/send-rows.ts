import type { FastifyReply, FastifyRequest } from 'fastify';
import { fieldsOf, type DtoClass } from '@ml/contracts/field';
import type { Paged } from '@ml/contracts/pricing';
import { tagged } from '../http/entity-tag';
import { sendPage } from '../http/paged';
import { toCsv } from './csv';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Its fields are the columns. */
  readonly row: DtoClass;
  /** Those of them that a reader looks for first. */
  readonly first?: readonly string[];
}

/** `text/csv` when the caller prefers it, in the order in which it names the two. */
const wantsCsv = (accept: string | undefined): boolean => {
  const types = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  const csv = types.indexOf('text/csv');
  const json = types.indexOf('application/json');
  return csv >= 0 && (json < 0 || csv < json);
};

/** A page of rows as JSON or CSV with a tag of its own, or nothing when the caller has it already. */
export const sendRows = ({ request, reply, row, first = [] }: Exchange, page: Paged<object>): string | undefined => {
  reply.header('vary', 'accept');
  const rows = sendPage(reply, page);
  const csv = wantsCsv(request.headers.accept);
  const body = tagged(request, reply, csv ? toCsv([...new Set([...first, ...fieldsOf(row).keys()])], rows) : JSON.stringify(rows));
  if (body !== undefined) reply.header('content-type', csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8');
  return body;
};
