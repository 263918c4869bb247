import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { CallContext, Scope } from '../call-context';
import { extractTrace, injectTrace } from '../tracing/spans';
import type { Context } from '@opentelemetry/api';
import type { FrameMarks } from './frame';

const CALL = 'Ml-Call';
const JSON_LENGTH = 'Ml-Json';
const ENCODING = 'Ml-Encoding';
const BLOB = 'Ml-Blob';
const PACKED = 'Ml-Packed';
const ERROR = 'Ml-Error';
const ANSWER_TO = 'Ml-Answer-To';
const TRACE = ['traceparent', 'tracestate'] as const;

/** One header for the whole context: each header costs a line to write and to parse. */
const encodeCall = (call: CallContext): string =>
  `${encodeURIComponent(call.requestId)} ${call.tenant === null ? '-' : `t${encodeURIComponent(call.tenant)}`} ${call.scope} ${call.deadline}`;

const decodeCall = (text: string): CallContext | undefined => {
  const [requestId, tenant, scope, deadline] = text.split(' ');
  if (requestId === undefined || tenant === undefined || scope === undefined || deadline === undefined) return undefined;
  return {
    requestId: decodeURIComponent(requestId),
    tenant: tenant === '-' ? null : decodeURIComponent(tenant.slice(1)),
    scope: scope as Scope,
    deadline: Number(deadline),
  };
};

export const requestHeaders = (call: CallContext, marks: FrameMarks): MsgHdrs => {
  const result = headers();
  result.set(CALL, encodeCall(call));
  for (const [name, value] of Object.entries(injectTrace())) result.set(name, value);
  setMarks(result, marks);
  return result;
};

/** Where the publisher of a fact waits for what its consumer says. */
export const answerTo = (target: MsgHdrs, inbox: string): void => target.set(ANSWER_TO, inbox);

export const readAnswerTo = (given: MsgHdrs | undefined): string | undefined => given?.get(ANSWER_TO) || undefined;

export const replyHeaders = (marks: FrameMarks): MsgHdrs | undefined => {
  if (Object.keys(marks).length === 0) return undefined;
  const result = headers();
  setMarks(result, marks);
  return result;
};

export const errorHeaders = (): MsgHdrs => {
  const result = headers();
  result.set(ERROR, '1');
  return result;
};

export const isError = (given: MsgHdrs | undefined): boolean => given?.has(ERROR) ?? false;

export const readCall = (given: MsgHdrs | undefined): CallContext | undefined => {
  const text = given?.get(CALL);
  return text === undefined || text === '' ? undefined : decodeCall(text);
};

export const readTrace = (given: MsgHdrs | undefined): Context => {
  const carrier: Record<string, string> = {};
  for (const name of TRACE) {
    const value = given?.get(name);
    if (value !== undefined && value !== '') carrier[name] = value;
  }
  return extractTrace(carrier);
};

export const readMarks = (given: MsgHdrs | undefined): FrameMarks => {
  const marks: FrameMarks = {};
  if (given === undefined) return marks;
  const json = given.get(JSON_LENGTH);
  const blob = given.get(BLOB);
  const packed = given.get(PACKED);
  if (json !== '') marks.json = json;
  if (given.get(ENCODING) === 'zstd') marks.encoding = 'zstd';
  if (blob !== '') marks.blob = blob;
  if (packed !== '') marks.packed = packed;
  return marks;
};

const setMarks = (target: MsgHdrs, marks: FrameMarks): void => {
  if (marks.json !== undefined) target.set(JSON_LENGTH, marks.json);
  if (marks.encoding !== undefined) target.set(ENCODING, marks.encoding);
  if (marks.blob !== undefined) target.set(BLOB, marks.blob);
  if (marks.packed !== undefined) target.set(PACKED, marks.packed);
};
