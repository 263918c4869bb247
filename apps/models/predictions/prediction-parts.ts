import { PredictionDrift } from '@ml/persistence/stores/models/prediction-drift';
import { PredictionStore } from '@ml/persistence/stores/models/prediction-store';
import { DriftBoard } from '../drift/drift-board';
import { DriftInspector } from '../drift/drift-inspector';
import { DriftWatch } from '../drift/drift-watch';
import { PriceShelf } from '../market/price-shelf';
import { InterruptionPredictor } from './interruption-predictor';
import { OutcomeRecorder } from './outcome-recorder';
import { PerformanceReporter } from './performance-reporter';
import { PredictController } from './predict.controller';
import { PredictionHousekeeper } from './prediction-housekeeper';
import { PredictionJournal } from './prediction-journal';
import { PredictionLog } from './prediction-log';
import { PredictionLogController } from './prediction-log.controller';
import { Predictor } from './predictor';
import { ShadowRunner } from './shadow-runner';

export const PREDICTION_CONTROLLERS = [PredictController, PredictionLogController, PredictionLog];

export const PREDICTION_PARTS = [
  PredictionStore,
  PredictionDrift,
  PredictionJournal,
  PriceShelf,
  Predictor,
  InterruptionPredictor,
  ShadowRunner,
  OutcomeRecorder,
  PerformanceReporter,
  DriftBoard,
  DriftInspector,
  DriftWatch,
  PredictionHousekeeper,
];
