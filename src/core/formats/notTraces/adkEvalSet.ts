import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';

/** An eval set of Google's Agent Development Kit, or a test file of its older kind: what is to be asked and expected, before any run. */
export const adkEvalSet: NotATrace = {
  detect({ records }) {
    return records.some(({ value }) => isJsonMap(value) && (isEvalSet(value) || isOldTest(value)))
      ? 'an eval set of Google ADK: it says what to ask and what to expect, and holds no run. Import a session (*.session.json), or the OpenTelemetry export of a run.'
      : undefined;
  },
};

function isEvalSet(value: JsonMap): boolean {
  return ('eval_set_id' in value || 'evalSetId' in value) && (Array.isArray(value['eval_cases']) || Array.isArray(value['evalCases']));
}

function isOldTest(value: JsonMap): boolean {
  return 'query' in value && ('expected_tool_use' in value || 'expected_intermediate_agent_responses' in value);
}
