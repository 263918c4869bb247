import { nuid, type Msg, type NatsConnection } from '@nats-io/transport-node';

/** Subjects on which consumers of others' facts may say what came of one: not those on which questions are answered. */
export const answerInboxes = (owner: string): string => `_INBOX.${owner}.told.>`;

/** Room for one answer. */
export interface AnswerPlace {
  readonly subject: string;
  readonly message: Promise<Msg>;
  close(): void;
}

/** Where the consumers of our facts answer: one subscription a process, made when it is first needed. */
export class AnswerInbox {
  private readonly waiting = new Map<string, (message: Msg) => void>();
  private readonly root: string;
  private listening = false;
  private opened = 0;

  constructor(
    private readonly connection: NatsConnection,
    owner: string,
  ) {
    this.root = answerInboxes(owner).replace('>', nuid.next());
  }

  open(): AnswerPlace {
    if (!this.listening) this.listen();
    const token = String((this.opened += 1));
    const close = (): void => void this.waiting.delete(token);
    const message = new Promise<Msg>((resolve) => this.waiting.set(token, resolve));
    return { subject: `${this.root}.${token}`, message, close };
  }

  private listen(): void {
    this.listening = true;
    const callback = (error: Error | null, message: Msg): void => {
      if (error !== null) return void (this.listening = false);
      this.waiting.get(message.subject.slice(this.root.length + 1))?.(message);
    };
    this.connection.subscribe(`${this.root}.*`, { callback });
  }
}
