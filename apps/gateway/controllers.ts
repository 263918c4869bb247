import type { Type } from '@nestjs/common';
import { ApiKeysController } from './admin/api-keys.controller';
import { DeadLettersController } from './admin/dead-letters.controller';
import { ClustersController } from './clusters/clusters.controller';
import { ActionsController } from './collection/actions.controller';
import { ScansController } from './collection/scans.controller';
import { SeriesController } from './collection/series.controller';
import { DecideController } from './decisions/decide.controller';
import { DecisionLogController } from './decisions/decision-log.controller';
import { EngineTrialsController } from './engines/engine-trials.controller';
import { EnginesController } from './engines/engines.controller';
import { ExposureController } from './feedback/exposure.controller';
import { InterruptionsController } from './feedback/interruptions.controller';
import { CollectionQualityController } from './exports/collection-quality.controller';
import { ExportDownloadController } from './exports/export-download.controller';
import { ExportsController } from './exports/exports.controller';
import { TogglesController } from './features/toggles.controller';
import { PatternsController } from './feedback/patterns.controller';
import { PoolsController } from './feedback/pools.controller';
import { RebalanceController } from './feedback/rebalance.controller';
import { StatsController } from './feedback/stats.controller';
import { GapsController } from './gaps/gaps.controller';
import { InferenceServerController } from './inference/inference-server.controller';
import { ModelInferenceController } from './inference/model-inference.controller';
import { VersionInferenceController } from './inference/version-inference.controller';
import { AnomaliesController } from './insights/anomalies.controller';
import { CostForecastController } from './insights/cost-forecast.controller';
import { WasteController } from './insights/waste.controller';
import { ModelChangesController } from './models/model-changes.controller';
import { ModelDownloadController } from './models/model-download.controller';
import { ModelUploadController } from './models/model-upload.controller';
import { ModelsController } from './models/models.controller';
import { CollectionStatsController } from './growth/collection-stats.controller';
import { GrowthController } from './growth/growth.controller';
import { HealthController } from './operations/health.controller';
import { ProbesController } from './operations/probes.controller';
import { GdprController } from './privacy/gdpr.controller';
import { PreferencesController } from './privacy/preferences.controller';
import { PredictController } from './predictions/predict.controller';
import { PredictionsController } from './predictions/predictions.controller';
import { PricingController } from './pricing/pricing.controller';
import { RefreshController } from './refresh/refresh.controller';
import { SchedulesController } from './refresh/schedules.controller';

/** Whatever answers a route. */
export const CONTROLLERS: readonly Type<object>[] = [
  DecideController,
  DecisionLogController,
  ClustersController,
  TogglesController,
  PricingController,
  HealthController,
  ProbesController,
  ApiKeysController,
  DeadLettersController,
  ModelUploadController,
  ModelsController,
  ModelChangesController,
  ModelDownloadController,
  PredictController,
  PredictionsController,
  EngineTrialsController,
  EnginesController,
  InferenceServerController,
  ModelInferenceController,
  VersionInferenceController,
  GapsController,
  RefreshController,
  SchedulesController,
  PatternsController,
  PoolsController,
  RebalanceController,
  InterruptionsController,
  ExposureController,
  StatsController,
  ScansController,
  CollectionStatsController,
  GrowthController,
  ExportsController,
  ExportDownloadController,
  CollectionQualityController,
  ActionsController,
  SeriesController,
  PreferencesController,
  GdprController,
  CostForecastController,
  AnomaliesController,
  WasteController,
];
