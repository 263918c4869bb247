import { IntakeMeter } from './intake-meter';
import { InterruptionsController } from './interruptions.controller';
import { KnownTypes } from './known-types';
import { PoolTeacher } from './pool-teacher';
import { ReportBatcher } from './report-batcher';
import { ReportCounter } from './report-counter';
import { ReportHousekeeper } from './report-housekeeper';

export const INTAKE_CONTROLLERS = [InterruptionsController];
export const INTAKE_PROVIDERS = [IntakeMeter, KnownTypes, PoolTeacher, ReportBatcher, ReportCounter, ReportHousekeeper];
