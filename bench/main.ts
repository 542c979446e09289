// `npm run bench [-- --only import,giant-line,run,open-trace,review,language] [--json] [--rounds N]`: ratios against limits measured in the same run.
import { parseArgs } from 'node:util';
import { catalogue } from './catalogue.ts';
import type { Figure } from './figure.ts';
import { giantRuns } from './giants.ts';
import { importing } from './importing.ts';
import { language } from './language.ts';
import type { Measurement } from './measurement.ts';
import { reading } from './reading.ts';
import { review } from './review.ts';
import { runners } from './runners.ts';
import { running } from './running.ts';

const measurements: readonly Measurement[] = [importing, giantRuns, running, runners, reading, catalogue, review, language];

/** A round that would begin later than this is left out, as long as there is one. */
const longestMs = 120_000;

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } } });
const wanted = values.only?.split(',').map((name) => name.trim());
const known = measurements.flatMap(({ names }) => names);
const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
const most = Number(values.rounds);
if (unknown.length > 0 || !(most >= 1)) {
  console.error(unknown.length > 0 ? `There is no measurement ${unknown.join(', ')}. There are ${known.join(', ')}.` : `--rounds takes a number from 1, not ${values.rounds}.`);
  process.exit(3);
}

const say = (sentence: string): void => console.error(sentence);
const figures: Figure[] = [];
for (const measurement of measurements) {
  if (wanted && !measurement.names.some((name) => wanted.includes(name))) continue;
  const start = performance.now();
  const rounds = async (work: () => Promise<void>) => {
    for (let n = 0; n < most && (n === 0 || performance.now() - start < longestMs); n++) await work();
  };
  for (const figure of await measurement.run({ rounds, say, wanted: (name) => wanted === undefined || wanted.includes(name) })) {
    figures.push(figure);
    if (values.json) console.log(JSON.stringify(figure));
  }
}
if (!values.json) {
  console.table(Object.fromEntries(figures.map(({ name, value, unit, against, ratio, n, spread, goal, met }) => [name, { median: `${value} ${unit}`, ratio: `${ratio} ×`, against, spread: `${spread[0]} to ${spread[1]}`, rounds: n, goal: goal === undefined ? '' : `at most ${goal}: ${met ? 'met' : 'NOT met'}` }])));
}
