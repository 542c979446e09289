import { readStepOutput } from '../../../src/core/formats/content/modelOutput.ts';
import { isJsonMap, type Json } from '../../../src/core/model/json.ts';
import { readAnswer } from '../../../src/engine/targets/answer.ts';
import type { Adapter } from '../vector.ts';

const namedIn = (output: Json): readonly string[] => readStepOutput(output, true).messages.flatMap((message) => message.parts.flatMap((part) => (part.type === 'toolCall' ? [part.name] : [])));

/** Maps with a name may be anything, such as people: they are calls only where somebody says so, as a target does. */
const areBareNames = (output: Json | undefined): output is Json => Array.isArray(output) && (output as readonly Json[]).every((each) => isJsonMap(each) && Object.keys(each).join() === 'name');

/** The tools that a model's answer calls, in the shapes in which providers hand it on: as traces are read. */
const extractToolNames: Adapter = ({ actual }) => {
  const { output = null } = actual;
  if (!areBareNames(output)) return { values: { tools: namedIn(output) as Json } };
  const { trial, problem } = readAnswer(JSON.stringify({ toolCalls: output }), {}, 0);
  return trial === null ? { refused: problem } : { values: { tools: trial.calls.map((call) => call.name) } };
};

export const importAdapters: Readonly<Record<string, Adapter>> = { extract_tool_names: extractToolNames };
