import type { KindWord } from './kinds/kind-words';
import { KINDS } from './kinds/kinds';

const GENERAL = `npm run train -- KIND [--data FILE...] [options]

Trains a model and writes model.onnx, metadata.json, feature_importance.csv, report.md and report.html.
Without --data it generates sample data from the seed, and the report says so.

KIND
  spot-price         what a spot pool costs in 24 hours: p10, p50, p90
  spot-interruption  how likely a spot node is interrupted within a month
  waste              how likely a resource is waste that somebody deletes
  resource-usage     how much more, or less, will be used over the next 30 days
  anomaly            how strange the newest value of a series is, 0 to 100
  rightsizing        which share of its CPU and memory a node will use

--data FILE...         CSV, TSV, JSON, JSON lines or Parquet; text also packed with gzip or zstd
--out DIR              where to write (models/trained/<name>_<time>/)
--name, --version      what it is called when it is uploaded (its type; the day of the newest row)
--seed N               of everything drawn by lot (1): the same data and seed give the same bytes
--rounds, --depth, --learning-rate   of the boosted trees
--now TIME             time of the training in the metadata (that of the newest row)
--instance-hours N     spot models: hours of instances seen, for the weight of feedback (0)
--quiet, --json        only the folder; everything as JSON
--help                 this, or with a KIND what it wants of its data

It ends with 0 when a model was written, with 2 when the data or what was asked for cannot be used, with 1 on any other failure.
docs/models.md says more.`;

export const helpOf = (word: KindWord | null): string => (word === null ? GENERAL : `npm run train -- ${word} [--data FILE...] [options]\n\n${KINDS[word].help}\n\nnpm run train -- --help names the options of all kinds.`);
