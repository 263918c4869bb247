import type { FastifyReply } from 'fastify';
import { DEFAULT_LIMIT, type PageQuery } from '@ml/contracts/dto/page-query';
import type { Page, Paged } from '@ml/contracts/pricing';

/** A query without the fields that were left out, with the page filled in. */
export const withPage = <Query extends PageQuery>({ limit = DEFAULT_LIMIT, offset = 0, ...query }: Query): Omit<Query, 'limit' | 'offset'> & Page => ({
  ...query,
  limit,
  offset,
});

/** The rows; their total goes into the header. */
export const sendPage = <Row>(reply: FastifyReply, { rows, total }: Paged<Row>): readonly Row[] => {
  reply.header('x-total-count', total);
  return rows;
};
