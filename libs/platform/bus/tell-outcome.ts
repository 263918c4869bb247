import { AppError } from '@ml/contracts/app-error';
import { packFrame } from './frame';
import { errorHeaders, replyHeaders } from './message-headers';
import type { ServerParts } from './question-server';

const encoder = new TextEncoder();

interface Telling {
  readonly inbox: string;
  /** An AppError, or anything that is JSON. */
  readonly outcome: unknown;
}

/** Sends what came of a fact to where its publisher waits. */
export const tellOutcome = async ({ connection, depot }: Pick<ServerParts, 'connection' | 'depot'>, { inbox, outcome }: Telling): Promise<void> => {
  if (outcome instanceof AppError) return connection.publish(inbox, encoder.encode(JSON.stringify(outcome.toBody())), { headers: errorHeaders() });
  const { payload, marks } = await packFrame({ json: encoder.encode(JSON.stringify(outcome)), attachment: undefined }, depot);
  const headers = replyHeaders(marks);
  connection.publish(inbox, payload, headers === undefined ? {} : { headers });
};
