import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { FactConsumer } from './fact-consumer';
import type { HandlerExtras } from './handlers';
import { QuestionServer, type QuestionHandler, type ServerParts } from './question-server';

/** Nest's transport over our bus: `@Answers` and `@Consumes` handlers are served here. */
export class BusTransport extends Server implements CustomTransportStrategy {
  private readonly questions: QuestionServer;
  private readonly consumers: FactConsumer[] = [];

  constructor(private readonly parts: ServerParts) {
    super();
    this.questions = new QuestionServer(parts);
  }

  override listen(callback: (error?: unknown) => void): void {
    for (const [pattern, handler] of this.messageHandlers) {
      const extras = handler.extras as HandlerExtras | undefined;
      if (extras === undefined) throw new Error(`${pattern} is not declared with @Answers or @Consumes`);
      const run: QuestionHandler = async (body, context) => lastValueFrom(this.transformToObservable(await handler(body, context)), { defaultValue: undefined });
      if (extras.kind === 'question') this.questions.serve({ subject: pattern, confidential: extras.confidential }, run);
      else this.consume(extras, run);
    }
    void this.questions.known().then(() => callback());
  }

  /** New work is refused first, running work is finished. */
  override async close(): Promise<void> {
    await Promise.all([this.questions.drain(), ...this.consumers.map((consumer) => consumer.drain())]);
  }

  override on(): never {
    throw new Error('the bus has no events of its own');
  }

  override unwrap<T>(): T {
    return this.parts.connection as T;
  }

  private consume(extras: Extract<HandlerExtras, { kind: 'fact' }>, run: QuestionHandler): void {
    const consumer = new FactConsumer(this.parts, extras, run);
    this.consumers.push(consumer);
    consumer.begin();
  }
}
