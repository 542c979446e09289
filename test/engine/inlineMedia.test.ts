import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { otlpRequest } from './otlpLines.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** A picture of noise, so that no part of its base64 is like another. */
function picture(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const noise = createHash('shake256', { outputLength: 3000 }).update('picture').digest();
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', Buffer.from([0, 0, 0, 30, 0, 0, 0, 33, 8, 2, 0, 0, 0])), chunk('IDAT', deflateSync(noise)), chunk('IEND', Buffer.alloc(0))]);
}
const png = picture();
const base64 = png.toString('base64');
const uri = `data:image/png;base64,${base64}`;
const sha256 = createHash('sha256').update(png).digest('hex');

/** How exports write a picture in a message, by whose spelling it is. */
const spellings: Readonly<Record<string, unknown>> = {
  'OpenAI chat': { type: 'image_url', image_url: { url: uri } },
  'OpenAI chat, url as text': { type: 'image_url', image_url: uri },
  'OpenAI Responses': { type: 'input_image', image_url: uri },
  'OpenAI file': { type: 'file', file: { filename: 'a.png', file_data: uri } },
  'OpenAI Responses file': { type: 'input_file', filename: 'a.png', file_data: uri },
  'OpenAI audio': { type: 'input_audio', input_audio: { data: base64, format: 'wav' } },
  'OpenAI computer use': { type: 'computer_screenshot', image_url: uri },
  'OpenAI image generation': { type: 'image_generation_call', result: base64 },
  'Anthropic': { type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64 } },
  'Anthropic document': { type: 'document', source: { type: 'base64', media_type: 'image/png', data: base64 } },
  'Anthropic tool result': { type: 'tool_result', tool_use_id: 't', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64 } }] },
  'GenAI blob': { type: 'blob', modality: 'image', mime_type: 'image/png', content: base64 },
  'GenAI uri': { type: 'uri', modality: 'image', uri },
  'GenAI tool response': { type: 'tool_call_response', id: 't', response: { content: [{ type: 'image', data: base64, mimeType: 'image/png' }] } },
  'Gemini': { inlineData: { mimeType: 'image/png', data: base64 } },
  'Gemini in snake case': { inline_data: { mime_type: 'image/png', data: base64 } },
  'Gemini function response': { functionResponse: { name: 'shot', response: { image: base64 } } },
  'Bedrock': { image: { format: 'png', source: { bytes: base64 } } },
  'AI SDK image': { type: 'image', image: base64, mediaType: 'image/png' },
  'AI SDK file': { type: 'file', data: base64, mediaType: 'image/png' },
  'AI SDK file as URL': { type: 'file', url: uri, mediaType: 'image/png' },
  'AI SDK tool result': { type: 'tool-result', toolCallId: 't', toolName: 'shot', output: { type: 'content', value: [{ type: 'media', data: base64, mediaType: 'image/png' }] } },
  'LangChain': { type: 'image', source_type: 'base64', data: base64, mime_type: 'image/png' },
  'LangChain 1': { type: 'image', base64, mime_type: 'image/png' },
  'MCP': { type: 'image', data: base64, mimeType: 'image/png' },
  'MCP resource': { type: 'resource', resource: { uri: 'file:///a.png', mimeType: 'image/png', blob: base64 } },
  'Pydantic AI': { type: 'binary', media_type: 'image/png', content: base64 },
  'markdown': { type: 'text', text: `Here it is: ![shot](${uri}) as asked.` },
  'JSON in text': { type: 'text', text: JSON.stringify({ shot: { type: 'image', data: uri } }) },
  'JSON in JSON in text': { type: 'text', text: JSON.stringify({ shot: JSON.stringify({ data: uri }) }) },
};

const uncalled = { signal: new AbortController().signal, progress: () => undefined };

/** Neither the picture nor any long run of it. */
function expectNotStored(workspace: TemporaryWorkspace): void {
  for (const name of readdirSync(workspace.path('.casebook'))) {
    const bytes = readFileSync(workspace.path('.casebook', name));
    for (const at of [40, 1000, 2500]) {
      expect(bytes.includes(base64.slice(at, at + 30)), `${name} at ${at}`).toBe(false);
      expect(bytes.includes(base64.slice(at, at + 30).toLowerCase()), `${name} at ${at}, as a word`).toBe(false);
      expect(bytes.includes(png.subarray(at, at + 20)), `${name} at ${at}, as bytes`).toBe(false);
    }
  }
}

const records = (part: unknown): Readonly<Record<string, string>> => ({
  'chat.jsonl': JSON.stringify({ id: 'c', messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, part] }, { role: 'assistant', content: 'A picture.' }] }),
  'genai.jsonl': otlpRequest({ trace: 'g', id: 's', start: 0, end: 1, attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [part] }]), 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'A picture.' }, part] }]) } }),
  'tool.jsonl': otlpRequest({ trace: 't', id: 's', start: 0, end: 1, attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'shot', 'gen_ai.tool.call.arguments': JSON.stringify({ like: part }), 'gen_ai.tool.call.result': JSON.stringify([part]) } }),
  'attribute.jsonl': otlpRequest({ trace: 'a', id: 's', start: 0, end: 1, attributes: { 'input.value': JSON.stringify({ messages: [part] }), 'my.note': typeof part === 'string' ? part : JSON.stringify(part) } }),
  'openinference.jsonl': otlpRequest({ trace: 'o', id: 's', start: 0, end: 1, attributes: { 'openinference.span.kind': 'LLM', 'llm.input_messages.0.message.role': 'user', 'llm.input_messages.0.message.contents.0.message_content.type': 'image', 'llm.input_messages.0.message.contents.0.message_content.image.image.url': uri } }),
});

test.each(Object.entries(spellings))('a picture as %s writes it is not stored; its hash, type and size are', async (_, part) => {
  using workspace = new TemporaryWorkspace();
  for (const [name, record] of Object.entries(records(part))) workspace.write(name, `${record}\n`);
  const names = Object.keys(records(part));
  const { files } = await workspace.import(...names);
  expect(files.map(({ traces, error }) => [traces, error])).toEqual(names.map(() => [1, null]));
  const stored = workspace.stored();
  expectNotStored(workspace);
  for (const trace of stored) {
    const text = JSON.stringify(trace);
    expect(text, trace.format).toContain(sha256);
    expect(text).toContain(String(png.length));
    const read = await workspace.engine.readMedia({ trace: trace.id, n: 1, sha256 }, uncalled);
    expect(read.base64, `${trace.format}, opened`).toBe(base64);
  }
});

test('media that the source does not hold are said to be missing', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('chat.jsonl', `${records(spellings['MCP'])['chat.jsonl']}\n`);
  await workspace.import('chat.jsonl');
  const [trace] = workspace.stored();
  await expect(async () => workspace.engine.readMedia({ trace: trace!.id, n: 1, sha256: '0'.repeat(64) }, uncalled)).rejects.toThrow('hold no media with the hash');
});
