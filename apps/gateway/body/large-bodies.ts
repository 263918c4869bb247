import { AppError } from '@ml/contracts/app-error';

/** Two large bodies at once are what the memory of one gateway is sized for. */
export const LARGE_BODIES_AT_ONCE = 2;

/** A place for one large body; taken at most once, given back at most once. */
export class LargeBodyPlace {
  private held = false;
  private over = false;

  constructor(private readonly places: LargeBodies) {}

  /** @throws AppError BUSY when all places are taken, or when the caller has gone: then nobody would give the place back. */
  take(): void {
    if (this.held) return;
    if (this.over) throw new AppError('BUSY', 'the caller has gone before the body was read');
    this.places.take();
    this.held = true;
  }

  /** For good: what is still being read after it is refused. */
  giveBack(): void {
    this.over = true;
    if (!this.held) return;
    this.held = false;
    this.places.giveBack();
  }
}

/** How many large bodies this gateway holds at once. */
export class LargeBodies {
  private taken = 0;

  constructor(private readonly places = LARGE_BODIES_AT_ONCE) {}

  /** For one request. */
  reserve(): LargeBodyPlace {
    return new LargeBodyPlace(this);
  }

  take(): void {
    if (this.taken >= this.places) throw new AppError('BUSY', `${this.places} large bodies are being read; send this one again in a few seconds`);
    this.taken += 1;
  }

  giveBack(): void {
    this.taken -= 1;
  }
}
