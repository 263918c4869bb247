import { runEngine } from '@ml/platform/engine/run-engine';
import { ipv4CostTracker } from './engine';

export default await runEngine(ipv4CostTracker, import.meta.url);
