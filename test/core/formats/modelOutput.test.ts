import { expect, test } from 'vitest';
import { readStepOutput } from '../../../src/core/formats/content/modelOutput.ts';
import type { Json } from '../../../src/core/model/json.ts';

const call = (name: string, args: Json, id: string | null = null): Json => ({ type: 'toolCall', id, name, arguments: args });
const said = (text: string): Json => ({ type: 'text', text });
const block = (name: string): string => JSON.stringify({ type: 'tool_use', id: 'c', name, input: { a: 1 } });

test.each<[string, Json, readonly Json[]]>([
  ['Gemini’s parts by themselves', [{ text: 'Looking.' }, { functionCall: { name: 'f', args: { a: 1 } } }], [said('Looking.'), call('f', { a: 1 })]],
  ['Bedrock’s parts by themselves', [{ toolUse: { toolUseId: 'c', name: 'f', input: { a: 1 } } }], [call('f', { a: 1 }, 'c')]],
  ['a call of Gemini’s live connection', { toolCall: { functionCalls: [{ name: 'f', args: { a: 1 } }] } }, [call('f', { a: 1 })]],
  ['blocks that promptfoo joined with blank lines', `Looking.\n\n${block('f')}\n\n${block('g')}`, [said('Looking.'), call('f', { a: 1 }, 'c'), call('g', { a: 1 }, 'c')]],
])('%s are calls', (_, output, parts) => expect(readStepOutput(output, true).messages).toEqual([{ role: 'assistant', parts }]));

test.each([
  ['in a sentence', `It sends ${block('f')} then.`],
  ['in a code fence', `\`\`\`json\n\n${block('f')}\n\n\`\`\``],
  ['cut off', `Looking.\n\n${block('f').slice(0, -1)}`],
  ['without an id', 'Looking.\n\n{"type":"tool_use","name":"f","input":{}}'],
])('an example of a call %s stays text', (_, output) => expect(readStepOutput(output, true).messages).toEqual([{ role: 'assistant', parts: [said(output)] }]));

test('a list of maps with names is no list of calls', () => expect(readStepOutput([{ name: 'Ana' }, { name: 'Ben' }], true).messages).toEqual([]));
