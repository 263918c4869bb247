import { runEngine } from '@ml/platform/engine/run-engine';
import { networkOptimizer } from './engine';

export default await runEngine(networkOptimizer, import.meta.url);
