import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf, recordOf } from './format.ts';
import { firstText, wordOf } from './jsonText.ts';
import { readRunState } from './openaiRunState/run.ts';
import { findRow, readRows } from './rows.ts';
import { contentId } from './values/contentId.ts';
import { fieldOf } from './values/fields.ts';

const isState = (value: JsonMap) => typeof value['$schemaVersion'] === 'string' && Array.isArray(fieldOf(value, 'generated_items')) && Array.isArray(fieldOf(value, 'model_responses'));

/** The state of a run of the OpenAI Agents SDK, as it is saved to go on later: for an approval, for the next turn (FORMATS 6). */
export const openaiRunState: Format = {
  id: 'openai-runstate',
  title: 'OpenAI Agents SDK run states',
  example: '{"$schemaVersion":"1.13","original_input":"…","generated_items":[],"model_responses":[],"current_agent":{"name":"support"},"context":{"usage":{}},"trace":null}',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isState);
    return found && `a saved run with $schemaVersion ${wordOf(found.row['$schemaVersion'])} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isState, 'Not a saved run: $schemaVersion, generated_items or model_responses are missing; left out.')) {
      yield { nativeId: traceIdOf(row), ...readRunState(row, placeOf(source, record), warn), record: recordOf(record) };
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
  return `run-${contentId(began, 12)}`;
}
