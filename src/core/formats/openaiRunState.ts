import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { firstText, fitsDepth } from './jsonText.ts';
import { fieldOf, readRunState } from './openaiRunState/run.ts';
import { rowsIn } from './rows.ts';

const isState = (value: JsonMap) => typeof value['$schemaVersion'] === 'string' && Array.isArray(fieldOf(value, 'generated_items')) && Array.isArray(fieldOf(value, 'model_responses'));

/** The state of a run of the OpenAI Agents SDK, as it is saved to go on later: for an approval, for the next turn (FORMATS 6). */
export const openaiRunState: Format = {
  id: 'openai-runstate',
  title: 'OpenAI Agents SDK run states',
  example: '{"$schemaVersion":"1.13","original_input":"…","generated_items":[],"model_responses":[],"current_agent":{"name":"support"},"context":{"usage":{}},"trace":null}',

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) {
      for (const row of rowsIn(value, isState)) if (isJsonMap(row) && isState(row)) return `a saved run, $schemaVersion ${String(row['$schemaVersion'])}, on line ${line}`;
    }
    return undefined;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      for (const row of rowsIn(record.value, isState)) {
        if (!isJsonMap(row) || !isState(row)) warn('Not a saved run: $schemaVersion, generated_items or model_responses are missing; left out.');
        else if (!fitsDepth(row)) warn('The record is nested too deep to be read.');
        else {
          const { file, line, offset, length } = record;
          yield { nativeId: traceIdOf(row), ...readRunState(row, placeOf(source, record), warn), record: { ...(file === undefined ? {} : { file }), line, offset, length } };
        }
      }
    }
  },
};

/** A run that is not traced is known by how it began, which stays the same while it goes on. */
function traceIdOf(state: JsonMap): string {
  const trace = state['trace'];
  const id = isJsonMap(trace) ? firstText(trace, 'id', 'trace_id') : null;
  if (id !== null) return id;
  const responses = fieldOf(state, 'model_responses');
  const [first] = Array.isArray(responses) ? (responses as readonly unknown[]) : [];
  const began = [fieldOf(state, 'original_input'), fieldOf(state, 'conversation_id'), first ?? fieldOf(state, 'context')];
  return `run-${bytesToHex(sha256(utf8ToBytes(JSON.stringify(began)))).slice(0, 12)}`;
}
