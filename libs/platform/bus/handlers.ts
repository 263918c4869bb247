import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { Fact, Question } from '@ml/contracts/wire';
import type { CallContext } from '../call-context';
import type { Attachment } from './packed';

/** What a handler knows besides the body: take it with `@Ctx()`. */
export interface BusContext {
  readonly call: CallContext;
  readonly attachment: Attachment | undefined;
  /** Aborted when the deadline of a question has passed, or when a consumer of facts is drained. */
  readonly signal: AbortSignal;
}

export interface ConsumeOptions {
  /** Name of the durable consumer; prefixed with the owner. */
  readonly durable: string;
  /** Messages handled at once by one replica. */
  readonly concurrency?: number;
  /** Without an answer for this long a message is delivered again; heartbeats go out while it is handled. */
  readonly ackWaitMs?: number;
  readonly maxDeliver?: number;
}

/** Marks of a handler as the transport reads them. */
export type HandlerExtras = { readonly kind: 'question'; readonly confidential: boolean } | ({ readonly kind: 'fact'; readonly fact: Fact<never> } & Required<ConsumeOptions>);

const DEFAULTS = { concurrency: 1, ackWaitMs: 30_000, maxDeliver: 5 } as const;

/** The method answers this question; what it throws travels back. */
export const Answers = (question: Question<never, unknown>): MethodDecorator =>
  MessagePattern(question.subject, { kind: 'question', confidential: question.confidential ?? false } satisfies HandlerExtras);

/**
 * The method handles each of these facts at least once: it must be idempotent. Returning acknowledges, throwing asks for redelivery.
 * What it returns is told to whoever reported the fact and waits; an AppError that is returned, not thrown, is told as one.
 */
export const Consumes = (fact: Fact<never>, options: ConsumeOptions): MethodDecorator =>
  EventPattern(fact.subject, { kind: 'fact', fact, ...DEFAULTS, ...options } satisfies HandlerExtras) as MethodDecorator;

const ATTACHED = Symbol('attached');

interface Attached {
  readonly [ATTACHED]: true;
  /** JSON bytes are sent as they are. */
  readonly answer: unknown;
  readonly attachment: Attachment | undefined;
}

/** An answer with raw bytes beside it. An answer that is itself bytes is taken for JSON already written. */
export const withAttachment = <Answer>(answer: Answer | Uint8Array, attachment: Attachment | undefined): Answer =>
  ({ [ATTACHED]: true, answer, attachment }) satisfies Attached as Answer;

export const isAttached = (value: unknown): value is Attached => typeof value === 'object' && value !== null && ATTACHED in value;
