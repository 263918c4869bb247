import * as collection from './collection';
import * as custom from './custom-engines';
import * as coverage from './price-coverage';
import * as datasets from './datasets';
import * as decisions from './decisions';
import * as exposure from './exposure';
import * as orders from './fetch-orders';
import * as forecasts from './forecasts';
import * as gaps from './gaps';
import * as insights from './insights';
import * as interruptions from './interruptions';
import * as jobs from './jobs';
import * as learning from './learning';
import * as modelRefresh from './model-refresh';
import * as models from './models';
import * as pools from './pools';
import * as predictions from './predictions';
import { ENGINES } from './engines';
import * as pricing from './pricing';
import * as privacy from './privacy';
import * as rebalance from './rebalance';
import * as refresh from './refresh';
import type { Fact, Owner, Question } from './wire';

type AnyQuestion = Question<never, unknown>;
type AnyFact = Fact<never>;
const asks = (...questions: readonly unknown[]): readonly AnyQuestion[] => questions as readonly AnyQuestion[];
const facts = (...list: readonly unknown[]): readonly AnyFact[] => list as readonly AnyFact[];

/** What one service may do on the bus: its NATS user gets these subjects and no others. */
export interface Access {
  readonly asks: readonly AnyQuestion[];
  readonly answers: readonly AnyQuestion[];
  readonly publishes: readonly AnyFact[];
  /** Durable consumers. */
  readonly consumes: readonly AnyFact[];
  /** Followed from the newest or from an id, without a durable. */
  readonly watches: readonly AnyFact[];
  readonly readsDeadLetters: boolean;
  /** Of which it may delete messages that are in the stream already. */
  readonly forgets: readonly AnyFact[];
}

const nothing: Access = { asks: [], answers: [], publishes: [], consumes: [], watches: [], readsDeadLetters: false, forgets: [] };
const engines = Object.values(ENGINES);

/** An engine that needs prices and nothing else. */
const pricedEngine = (engine: (typeof engines)[number]): Access => ({
  ...nothing,
  answers: asks(engine.decide, engine.describe),
  watches: facts(pricing.priceSnapshotPublished),
});

/** What the gateway passes on from its callers as it is. */
const customEngineQuestions = asks(
  custom.askUploadEngine,
  custom.askEngines,
  custom.askSelectEngine,
  custom.askEngineMetadata,
  custom.askShadowEngine,
  custom.askTestEngine,
);
const gapFillerQuestions = asks(
  gaps.askAnalyzeGap,
  gaps.askFillGap,
  gaps.askGap,
  gaps.askGaps,
  gaps.askCancelGap,
  refresh.askTriggerRefresh,
  refresh.askRefresh,
  refresh.askRefreshes,
  refresh.askCancelRefresh,
  refresh.askSaveSchedule,
  refresh.askSchedules,
  refresh.askChangeSchedule,
  refresh.askDeleteSchedule,
  jobs.askJobLog,
);
const modelQuestions = asks(
  models.askRegister,
  models.askModels,
  models.askModelDetails,
  models.askActivate,
  models.askDeactivate,
  models.askRollback,
  models.askDelete,
  models.askDownload,
  models.askChallenger,
  models.askInfer,
  models.askOipModel,
  models.askModelReady,
  models.askModelsReady,
  predictions.askPredict,
  predictions.askPredictInterruption,
  predictions.askPredictions,
  predictions.askPredictionOutcome,
  predictions.askPerformance,
  predictions.askDrift,
);

const feedbackQuestions = asks(
  interruptions.askInterruption,
  learning.askPoolStatus,
  learning.askReportCapacity,
  learning.askPatterns,
  learning.askFeedbackWeight,
  learning.askFeedbackStats,
  rebalance.askRebalanceJobs,
  rebalance.askRebalanceJob,
  rebalance.askLeaseJob,
  rebalance.askLeaseNextJobs,
  rebalance.askCompleteJob,
  rebalance.askFailJob,
);

/** Of people and resources by their names: in memory only. */
const collectorQuestions = asks(
  collection.askOpenScan,
  collection.askKeepPiece,
  collection.askCloseScan,
  collection.askDropUpload,
  collection.askScan,
  collection.askTakeAction,
  collection.askTakeSeries,
  privacy.askPreferences,
  privacy.askChangePreferences,
  privacy.askAccessPage,
  privacy.askEraseUser,
  datasets.askOrderExport,
  datasets.askExport,
  datasets.askExports,
  datasets.askExportFile,
  datasets.askCollectionStats,
  datasets.askGrowth,
  datasets.askCollectionQuality,
);
const insightQuestions = asks(
  insights.askForecastSeries,
  insights.askForecastAccount,
  insights.askScoreSeries,
  insights.askScoreCollected,
  insights.askWaste,
  insights.askWasteOfAccount,
);

export const ACCESS: Readonly<Record<Owner, Access>> = {
  gateway: {
    ...nothing,
    asks: asks(
      decisions.askDecide,
      decisions.askHistory,
      decisions.askDecision,
      decisions.askReplay,
      decisions.askRecordOutcome,
      decisions.askSavings,
      decisions.askToggles,
      decisions.askChangeToggles,
      decisions.askKeepSnapshot,
      decisions.askSnapshot,
      pricing.askSpotPrices,
      pricing.askOnDemandPrices,
      pricing.askSpotAdvisor,
      pricing.askPricingStats,
      pricing.askFetch,
      pricing.askFetchTask,
      pricing.askRebuild,
      coverage.askCoverage,
      ...gapFillerQuestions,
      ...customEngineQuestions,
      ...modelQuestions,
      ...feedbackQuestions,
      ...collectorQuestions,
      ...insightQuestions,
      // Which engines are there: part of the fleet's health.
      ...engines.map((engine) => engine.describe),
    ),
    publishes: facts(interruptions.interruptionReported, exposure.instanceHoursReported),
    watches: facts(decisions.decisionMade, decisions.outcomeRecorded, decisions.snapshotWanted, predictions.predictionsMade, jobs.jobTold, pools.poolTold),
    readsDeadLetters: true,
  },
  decisions: {
    ...nothing,
    asks: asks(...engines.flatMap((engine) => [engine.decide, engine.describe])),
    answers: asks(
      decisions.askDecide,
      decisions.askHistory,
      decisions.askDecision,
      decisions.askReplay,
      decisions.askRecordOutcome,
      decisions.askSavings,
      decisions.askToggles,
      decisions.askChangeToggles,
      decisions.askKeepSnapshot,
      decisions.askSnapshot,
      ...customEngineQuestions,
    ),
    publishes: facts(decisions.decisionMade, decisions.outcomeRecorded, decisions.togglesChanged, decisions.snapshotTaken, decisions.snapshotWanted, custom.enginesChanged),
    watches: facts(pricing.priceSnapshotPublished, decisions.togglesChanged, custom.enginesChanged, forecasts.forecastPublished, models.activeModelPublished, pools.poolsPublished),
  },
  pricing: {
    ...nothing,
    // The import command runs with the rights of the service that it writes for.
    asks: asks(pricing.askRebuild),
    answers: asks(
      pricing.askSpotPrices,
      pricing.askOnDemandPrices,
      pricing.askSpotAdvisor,
      pricing.askPricingStats,
      pricing.askFetch,
      pricing.askFetchTask,
      pricing.askRebuild,
      coverage.askCoverage,
      coverage.askFetchScope,
      coverage.askFetchBasis,
      coverage.askPastPrices,
      orders.askTaskChunks,
    ),
    publishes: facts(pricing.fetchWork, pricing.backfillWork, orders.fetchProgressed, pricing.priceSnapshotPublished),
    consumes: facts(pricing.fetchWork, pricing.backfillWork, orders.fetchOrdered),
  },
  'gap-filler': {
    ...nothing,
    asks: asks(
      coverage.askFetchScope,
      coverage.askFetchBasis,
      orders.askTaskChunks,
      pricing.askRebuild,
      models.askModels,
      models.askModelDetails,
      models.askActivate,
      modelRefresh.askVerifyOnData,
      modelRefresh.askNoteRefresh,
    ),
    answers: asks(...gapFillerQuestions),
    publishes: facts(orders.fetchOrdered, jobs.jobStep, jobs.jobTold),
    consumes: facts(orders.fetchProgressed, jobs.jobStep),
  },
  models: {
    ...nothing,
    asks: asks(coverage.askPastPrices),
    answers: asks(...modelQuestions, modelRefresh.askVerifyOnData, modelRefresh.askNoteRefresh, forecasts.askRun),
    publishes: facts(models.aliasesChanged, models.activeModelPublished, predictions.predictionsMade, predictions.driftFound, forecasts.forecastPublished),
    consumes: facts(predictions.predictionsMade),
    watches: facts(models.aliasesChanged, pricing.priceSnapshotPublished, forecasts.forecastPublished),
  },
  feedback: {
    ...nothing,
    // A safer pool for nodes that should leave theirs.
    asks: asks(ENGINES.spot_optimize.decide),
    answers: feedbackQuestions,
    publishes: facts(pools.poolsPublished, pools.poolTold, learning.milestoneTold, rebalance.episodeWork),
    consumes: facts(interruptions.interruptionReported, exposure.instanceHoursReported, decisions.snapshotTaken, rebalance.episodeWork),
    watches: facts(pricing.priceSnapshotPublished),
  },
  collector: {
    ...nothing,
    // The export command runs with the rights of the service whose data it writes.
    asks: asks(datasets.askOrderExport, datasets.askExport, datasets.askExportFile),
    answers: asks(...collectorQuestions, insights.askCostHistory, insights.askCollectedSeries, insights.askCollectedRows),
    publishes: facts(collection.scanToStore, datasets.exportToMake, datasets.exportTold),
    consumes: facts(collection.scanToStore, datasets.exportToMake),
    // Orders of scans whose user was erased, dead letters among them.
    forgets: facts(collection.scanToStore),
  },
  insight: {
    ...nothing,
    asks: asks(insights.askCostHistory, insights.askCollectedSeries, insights.askCollectedRows, predictions.askPredict),
    answers: insightQuestions,
  },
  'spot-optimizer': {
    ...nothing,
    answers: asks(ENGINES.spot_optimize.decide, ENGINES.spot_optimize.describe),
    watches: facts(pricing.priceSnapshotPublished, forecasts.forecastPublished, pools.poolsPublished),
  },
  'bin-packing': pricedEngine(ENGINES.bin_pack),
  'rightsizing': {
    ...nothing,
    asks: asks(forecasts.askRun),
    answers: asks(ENGINES.rightsize.decide, ENGINES.rightsize.describe),
    watches: facts(pricing.priceSnapshotPublished),
  },
  'scheduler': pricedEngine(ENGINES.schedule),
  'ghost-probe': pricedEngine(ENGINES.ghost_probe),
  'volume-cleanup': pricedEngine(ENGINES.volume_cleanup),
  'network-optimizer': pricedEngine(ENGINES.network_optimize),
  'oomkilled-remediation': {
    ...nothing,
    answers: asks(ENGINES.oomkilled_remediate.decide, ENGINES.oomkilled_remediate.describe),
  },
  'ipv4-cost-tracker': pricedEngine(ENGINES.ipv4_cost),
  'image-bloat-analyzer': pricedEngine(ENGINES.image_bloat),
  'shadow-it-tracker': pricedEngine(ENGINES.shadow_it),
  'noisy-neighbor-detector': pricedEngine(ENGINES.noisy_neighbor),
};
