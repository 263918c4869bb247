import { runEngine } from '@ml/platform/engine/run-engine';
import { shadowItTracker } from './engine';

export default await runEngine(shadowItTracker, import.meta.url);
