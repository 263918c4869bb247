import { runEngine } from '@ml/platform/engine/run-engine';
import { rightsizing } from './engine';

export default await runEngine(rightsizing, import.meta.url);
