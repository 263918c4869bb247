import { runEngine } from '@ml/platform/engine/run-engine';
import { spotOptimizer } from './engine';

export default await runEngine(spotOptimizer, import.meta.url);
