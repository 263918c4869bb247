import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import * as contracts from '@ml/contracts/datasets';
import type { CollectionQuality, ExportFileKey, ExportFileLocation, ExportJob, ExportKey, OrderExport } from '@ml/contracts/datasets';
import type { Page, Paged } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { listExports } from '@ml/persistence/stores/collector/export-orders';
import { toExportJob } from '@ml/persistence/stores/collector/export-row';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import { ExportDesk } from './export-desk';
import { ExportMaker } from './export-maker';
import { QualityBoard } from './quality-board';

/** Exports of what was collected. */
@Controller()
export class ExportsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ExportDesk) private readonly desk: ExportDesk,
    @Inject(ExportMaker) private readonly maker: ExportMaker,
    @Inject(QualityBoard) private readonly board: QualityBoard,
  ) {}

  @Answers(contracts.askOrderExport)
  async order(@Payload() order: OrderExport): Promise<ExportJob> {
    return toExportJob(await this.desk.order(order));
  }

  @Answers(contracts.askExport)
  async one(@Payload() { export_id }: ExportKey): Promise<ExportJob> {
    return toExportJob(await this.desk.find(export_id));
  }

  @Answers(contracts.askExports)
  async list(@Payload() page: Page): Promise<Paged<ExportJob>> {
    const { rows, total } = await listExports(this.database, page);
    return { rows: rows.map(toExportJob), total };
  }

  @Answers(contracts.askExportFile)
  file(@Payload() key: ExportFileKey): Promise<ExportFileLocation> {
    return this.desk.locate(key);
  }

  @Answers(contracts.askCollectionQuality)
  quality(): Promise<CollectionQuality> {
    return this.board.quality();
  }

  @Consumes(contracts.exportToMake, { durable: 'exports' })
  async make(@Payload() { export_id }: ExportKey): Promise<void> {
    await this.maker.make(export_id);
  }
}
