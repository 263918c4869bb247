import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { MOST_JUDGED, WasteHead } from '@ml/contracts/dto/waste-dto';
import { fieldsOf } from '@ml/contracts/field';
import { askWaste, type WasteAnswer } from '@ml/contracts/insights';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import { SCAN_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { readBody, type LeftField } from '../body/read-body';
import { timeFaults } from '../collection/time-faults';
import { askAgain } from '../collection/ask-again';
import { PieceCutter, type Piece } from '../collection/piece-cutter';
import { RESOURCES } from '../collection/resources-field';
import { resourcesFaults } from '../collection/resources-faults';
import { runPatiently } from '../uploads/patient-call';
import { checkDto } from '../validation/check-dto';
import { noBody } from '../validation/dto-pipe';
import { refuseFaults } from '../validation/faults-error';
import { judgePiece, type WasteHeader } from './judge-piece';
import { joinedWaste } from './joined-waste';

const KNOWN: ReadonlySet<string> = new Set(fieldsOf(WasteHead).keys());
/** From when the body is there. */
const PATIENCE_MS = 60_000;

/** Takes resources in as a scan is taken in: cut unread into pieces that insight reads in memory. Nothing of them is kept anywhere. */
@Injectable()
export class WasteDesk {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError all that is wrong with the envelope; what is wrong with a resource is in the answer */
  async judge(request: FastifyRequest): Promise<WasteAnswer> {
    const source = request.body as BodySource | undefined;
    if (source === undefined) throw noBody();
    const now = this.clock.now();
    const { fields, left } = await readBody(source, { limits: SCAN_BODY, known: KNOWN, left: RESOURCES });
    const { value, faults } = checkDto(WasteHead, fields);
    refuseFaults([...faults, ...resourcesFaults(left)]);
    const { provider, observed_at = now.toISOString() } = value;
    refuseFaults(timeFaults('observed_at', observed_at, now));
    return runPatiently(request, PATIENCE_MS, () => this.judgeAll(source, left as LeftField, { provider, observed_at }));
  }

  /** One piece after the other: who posts 5,000 resources does not take every thread from the others. */
  private async judgeAll(source: BodySource, { start, end }: LeftField, header: WasteHeader): Promise<WasteAnswer> {
    const cutter = new PieceCutter();
    const answers: WasteAnswer[] = [];
    const judge = async (piece: Piece): Promise<void> => {
      refuseCrowd(piece);
      answers.push(await this.ask(header, piece));
    };
    const take = async (chunk: Uint8Array): Promise<void> => {
      for (const piece of cutter.feed(chunk)) await judge(piece);
    };
    await source.cut([{ start, end, take }]);
    const last = cutter.end();
    if (last !== undefined) await judge(last);
    return joinedWaste(answers);
  }

  private ask(header: WasteHeader, piece: Piece): Promise<WasteAnswer> {
    return judgePiece(piece, (first, attachment) => askAgain(() => this.bus.ask(askWaste, { ...header, first }, { attachment, dense: true })));
  }
}

/** @throws AppError BAD_FIELD */
const refuseCrowd = (piece: Piece): void => {
  if (piece.first + piece.resources.length <= MOST_JUDGED) return;
  throw new AppError('BAD_FIELD', `at most ${MOST_JUDGED} resources are judged at once: send the others after them`, { path: RESOURCES });
};
