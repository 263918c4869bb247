import { Inject, Injectable } from '@nestjs/common';
import type { MetricsDto } from '@ml/contracts/dto/health-dto';
import { Database } from '@ml/persistence/database';
import { DecisionMeter } from '../decisions/decision-meter';
import { PredictionMeter } from './prediction-meter';

const COUNT_CONNECTIONS = 'SELECT count(*)::int AS connections FROM pg_stat_activity WHERE datname = current_database()';

/** A few figures for people. */
@Injectable()
export class FleetMetrics {
  constructor(
    @Inject(DecisionMeter) private readonly meter: DecisionMeter,
    @Inject(PredictionMeter) private readonly predictions: PredictionMeter,
    @Inject(Database) private readonly database: Database,
  ) {}

  async read(): Promise<MetricsDto> {
    return { ...this.predictions.rates(), ...this.meter.rates(), database_connections: await this.connections() };
  }

  /** 0 while the database is away: then nobody is connected. */
  private async connections(): Promise<number> {
    const rows = await this.database.query<{ connections: number }>(COUNT_CONNECTIONS).catch(() => []);
    return rows[0]?.connections ?? 0;
  }
}
