import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import type { EvalRun } from './inspect/evalLog.ts';
import { isEvalLog, readEvalRun, unknownRun } from './inspect/evalLog.ts';
import { isSample, isWhole, readSample, sampleId } from './inspect/sample.ts';
import { wordOf } from './jsonText.ts';
import { isReadable } from './rows.ts';

/** A log of Inspect AI: `.json` in one value, or `.eval`, a zip with a file for each sample and, while it runs, a journal (FORMATS 7). */
export const inspect: Format = {
  id: 'inspect',
  title: 'Inspect AI logs',
  example: '{"version":2,"status":"success","eval":{"task":"refunds","model":"openai/gpt-4o"},"samples":[{"id":1,"epoch":1,"input":"…","target":"…","messages":[],"events":[]}]}',

  unitOf(path: string): string | undefined {
    return /^(.+\.eval)\/[^/]/.exec(path)?.[1] ?? /^(.+)\/(?:samples\/[^/]+_epoch_\d+\.json|_journal\/(?:start|summaries\/\d+)\.json|(?:header|summaries|reductions)\.json)$/.exec(path)?.[1];
  },

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) {
      if (isEvalLog(value)) return `an eval log with a task on line ${line}`;
      if (isSample(value) && isWhole(value) && 'target' in value) return `a sample of an eval log on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const fragment = (sample: JsonMap, run: EvalRun, record: SourceRecord, warn: (message: string) => void): TraceFragment =>
      ({ ...readSample(sample, run, source, record, warn), record: recordOf(record) });
    let run = unknownRun;
    let samples = 0;
    const whole = new Set<string>();
    const summarized = new Map<string, { summary: JsonMap; record: SourceRecord }>();

    for (const record of source.records) {
      const { value } = record;
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isReadable(value)) warn('The record is nested too deep to be read; left out.');
      else if (isEvalLog(value)) {
        run = readEvalRun(value);
        for (const each of Array.isArray(value['samples']) ? (value['samples'] as readonly unknown[]) : []) {
          if (isSample(each)) yield fragment(each, run, record, warn);
          else warn('A sample of the log has no id, epoch or input; left out.');
          samples++;
        }
      } else if (isSample(value) && isWhole(value)) {
        whole.add(sampleId(value, run));
        yield fragment(value, run, record, warn);
        samples++;
      } else if (isSample(value)) summarized.set(sampleId(value, run), { summary: value, record });
      else if (!isReduction(value)) warn('Neither a log, nor a sample, nor a summary of one; left out.');
    }

    // A log that is still being written has summaries of samples that are not in it yet.
    for (const [id, { summary, record }] of summarized) {
      if (whole.has(id)) continue;
      report.warn(record.line, `Of sample ${wordOf(summary['id'])} only the summary is in the log: its messages are missing.`, record.file);
      yield fragment(summary, run, record, (message) => report.warn(record.line, message, record.file));
      samples++;
    }
    if (samples === 0) report.warn(null, 'The log holds no samples. Run the eval with its samples logged, or import the whole .eval file.');
  },
};

function isReduction(value: unknown): boolean {
  return isJsonMap(value) && 'scorer' in value && Array.isArray(value['samples']);
}
