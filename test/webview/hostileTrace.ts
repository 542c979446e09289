import { otlpSpan, spanIdOf, traceIdOf } from '../engine/otlpLines.ts';

/** Exports that try to run, to fetch, to lead astray and to be more than a page can hold. Each text begins with a word of its own, by which it is found again. */

const carriers = [
  '<img src=x onerror="window.ran=1">', '<script>window.ran=2</script>', '<iframe src="https://evil.example/frame"></iframe>', '<svg onload="window.ran=3"><use href="https://evil.example/s.svg#a"/></svg>',
  '<style>body{display:none;background:url(https://evil.example/css)}</style>', '<base href="https://evil.example/">', '<meta http-equiv="refresh" content="0;url=https://evil.example/meta">', '<form action="https://evil.example/f"><button>go</button></form>',
  '<a href="javascript:window.ran=4">html</a>', '[js](javascript:window.ran=5)', '[mixed](JaVaScRiPt:window.ran=6)', '[entity](&#106;avascript:window.ran=7)', '[control](\u0001javascript:window.ran=8)', '[command](command:workbench.action.closeWindow)',
  '[editor](vscode://casebook.casebook/trace/x)', '[data](data:text/html,<script>window.ran=9</script>)', '[file](file:///etc/passwd)', '[relative](//evil.example/relative)', '[reference][r]', '<javascript:window.ran=10>', '<command:workbench.action.quit>',
  '![pixel](https://evil.example/pixel.png)', '![inline](data:image/png;base64,iVBORw0KGgo=)', '![referenced][i]', 'https://evil.example/plain', '"><img src=y onerror=window.ran=11>', "'-window.ran=12-'", '${window.ran=13}', '{{constructor.constructor("window.ran=14")()}}',
  '\u001b[31mred\u001b[0m', '\u001b]8;;https://evil.example/osc\u0007osc\u001b]8;;\u0007', '\u009b2J', '\u202egnp.exe\u202c', '\u2066isolated\u2069', '\u061c\u200f', '\ud800', '\udc00', '\u{e0041}\u{e0042}', '\u0000\u0007\u0008\u007f\u2028', '__proto__', 'constructor',
];
const references = '\n\n[r]: javascript:window.ran=15\n[i]: https://evil.example/referenced.png\n';

export const evil = (word: string): string => `${word} ${carriers.join(' ')}${references}`;
/** In one line and shorter, for names. */
export const evilName = (word: string): string => `${word} <img src=x onerror="window.ran='${word}'"> \u202egnp.exe\u202c \u001b[31mred \ud800 [js](javascript:window.ran=1)`;

const text = (role: string, word: string) => ({ role, parts: [{ type: 'text', content: evil(word) }] });
const times = (start: number) => ({ start, end: start + 50 });

function withMore(span: unknown, more: object): unknown {
  return { ...(span as object), ...more };
}

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** A run whose every text is hostile: of agent, models, tools, documents, errors, events, tags, ids and attributes. */
export function hostileRun(name: string): string {
  const trace = name;
  const definitions = JSON.stringify([{ type: 'function', name: evilName('DefinedTool'), description: evil('DefinedWords'), parameters: { type: 'object', properties: { [evilName('property')]: { type: 'integer', description: evil('PropertyWords') } }, required: ['missing'] } }]);
  const call = { role: 'assistant', parts: [{ type: 'reasoning', content: evil('Reasoning') }, { type: 'text', content: evil('Spoken') }, { type: 'tool_call', id: evilName('CallId'), name: evilName('CalledTool'), arguments: { [evilName('ArgumentKey')]: evil('ArgumentValue'), nested: { list: [evil('NestedValue'), null, true, 1e308] } } }] };
  const unknown = { role: 'assistant', parts: [{ type: 'hologram', beam: evil('UnknownPart') }, { type: 'uri', modality: 'image', mime_type: 'image/png', uri: 'https://evil.example/UriMedia.png' }, { type: 'blob', modality: 'image', mime_type: 'image/svg+xml', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=16"/>').toString('base64') }] };
  const history = [text('system', 'SystemWords'), text('user', 'UserWords')];
  const spans = [
    withMore(otlpSpan({ trace, id: 'root', name: evilName('AgentSpan'), ...times(0), attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': evilName('AgentName'), 'gen_ai.conversation.id': evilName('SessionId'), 'user.id': evilName('UserId'), 'tag.tags': JSON.stringify([evilName('TagOne')]), 'langfuse.trace.name': evilName('TraceName') } }), {}),
    otlpSpan({ trace, id: 'ask', parent: 'root', name: evilName('ModelSpan'), ...times(1), attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': evilName('Provider'), 'gen_ai.request.model': evilName('ModelName'), 'gen_ai.response.finish_reasons': JSON.stringify([evilName('FinishReason')]), 'gen_ai.tool.definitions': definitions, 'gen_ai.input.messages': JSON.stringify(history), 'gen_ai.output.messages': JSON.stringify([call]), 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 12, 'gen_ai.request.stop_sequences': evil('SettingWords') } }),
    withMore(otlpSpan({ trace, id: 'tool', parent: 'root', name: evilName('ToolSpan'), ...times(60), failed: evil('StatusWords'), attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': evilName('CalledTool'), 'gen_ai.tool.call.id': evilName('CallId'), 'gen_ai.tool.description': evil('ToolDescription'), 'gen_ai.tool.call.arguments': JSON.stringify({ [evilName('ArgumentKey')]: evil('ArgumentValue') }), 'gen_ai.tool.call.result': JSON.stringify({ [evilName('ResultKey')]: evil('ResultValue') }), [evilName('attribute.key')]: evil('AttributeValue'), 'error.type': evilName('ErrorType') } }), {
      events: [{ timeUnixNano: '1760000000070000000', name: evilName('EventName'), attributes: [attribute(evilName('EventKey'), evil('EventValue')), attribute('exception.message', evil('ExceptionWords')), attribute('exception.stacktrace', evil('StackWords'))] }],
    }),
    otlpSpan({ trace, id: 'text', parent: 'root', name: evilName('TextTool'), ...times(120), attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': evilName('TextTool'), 'gen_ai.tool.call.arguments': evil('TextArguments'), 'gen_ai.tool.call.result': evil('TextResult') } }),
    otlpSpan({ trace, id: 'look', parent: 'root', name: evilName('LookSpan'), ...times(180), attributes: { 'openinference.span.kind': 'RETRIEVER', 'input.value': evil('LookQuery'), 'retrieval.documents.0.document.id': evilName('DocumentId'), 'retrieval.documents.0.document.content': evil('DocumentWords'), 'retrieval.documents.0.document.score': 1, 'retrieval.documents.0.document.metadata': JSON.stringify({ source: 'javascript:window.ran=17', [evilName('MetadataKey')]: evil('MetadataValue') }) } }),
    otlpSpan({ trace, id: 'odd', parent: 'root', name: evilName('OddSpan'), ...times(240), attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': evilName('ModelName'), 'gen_ai.input.messages': JSON.stringify([...history, call, { role: 'tool', parts: [{ type: 'tool_call_response', id: evilName('CallId'), response: evil('ResponseWords') }] }]), 'gen_ai.output.messages': JSON.stringify([unknown]) } }),
    otlpSpan({ trace, id: 'end', parent: 'root', name: evilName('EndSpan'), ...times(300), attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': evilName('ModelName'), 'gen_ai.input.messages': JSON.stringify([...history, text('user', 'SecondQuestion')]), 'gen_ai.output.messages': JSON.stringify([text('assistant', 'FinalAnswer')]) } }),
    otlpSpan({ trace, id: 'lost', parent: 'gone', name: evilName('LostSpan'), ...times(360), attributes: { [evilName('lost.key')]: evil('LostValue') } }),
  ];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [attribute('service.name', evilName('ServiceName')), attribute(evilName('resource.key'), evil('ResourceValue'))] }, scopeSpans: [{ scope: { name: evilName('ScopeName') }, spans }] }] });
}

/** Where each of these is seen does not matter here, but that it is. */
export const hostileWords = [
  'AgentSpan', 'SessionId', 'ModelSpan', 'Provider', 'ModelName', 'FinishReason', 'DefinedTool', 'DefinedWords', 'PropertyWords', 'SystemWords', 'UserWords', 'Reasoning', 'Spoken', 'CallId', 'CalledTool', 'ArgumentKey', 'ArgumentValue', 'NestedValue', 'SettingWords',
  'ToolSpan', 'StatusWords', 'ToolDescription', 'ResultKey', 'ResultValue', 'attribute.key', 'AttributeValue', 'EventName', 'EventKey', 'EventValue', 'ExceptionWords', 'StackWords', 'TextTool', 'TextArguments', 'TextResult',
  'LookSpan', 'LookQuery', 'DocumentId', 'DocumentWords', 'MetadataKey', 'MetadataValue', 'OddSpan', 'UnknownPart', 'UriMedia', 'ResponseWords', 'EndSpan', 'SecondQuestion', 'FinalAnswer', 'LostSpan', 'lost.key', 'LostValue',
] as const;

/** Chat messages of shapes that no format names, with the words each holds. */
export const oddShapes = [
  { role: 'alien', content: { deep: { odd: 'shape-object' } } }, { role: 'assistant', content: [{ type: 'hologram', beam: 'shape-hologram' }] }, { role: 'assistant', content: null, mystery: 'shape-mystery' }, { role: 'user', content: [[['shape-nested']]] },
  { role: 'assistant', content: 42_420_042 }, { role: 'assistant', content: [{ type: 'text', text: { value: 'shape-text' } }] }, { role: 'assistant', content: [null, true, 'shape-list'] }, { role: 'assistant', tool_calls: 'shape-calls' },
  { role: 'assistant', content: '', tool_calls: [{ odd: 'shape-call' }] }, { role: 'assistant', content: '', function_call: { name: 'look', arguments: { a: 'shape-function' } } }, { role: 'assistant', content: [{ type: 'tool_use', input: 'shape-use' }] }, { role: 'tool', content: { rows: ['shape-result'] } },
  { role: 'assistant', content: [{ type: 'image_url', image_url: { url: 'https://evil.example/shape-image.png' } }] }, { role: 'assistant', content: [{ text: 'shape-untyped' }] }, { role: 'assistant', content: [] }, { role: 'assistant', content: JSON.parse('{"__proto__":"shape-proto"}') as object },
  { role: 'assistant', content: [{ type: 7, value: 'shape-number' }] }, { role: 'assistant', content: [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'shape-audio' } }] },
] as const;
export const shapeWords = ['shape-object', 'shape-hologram', 'shape-mystery', 'shape-nested', '42420042', 'shape-text', 'shape-list', 'shape-calls', 'shape-call', 'shape-function', 'shape-use', 'shape-result', 'shape-image', 'shape-untyped', 'shape-proto', 'shape-number', 'shape-audio'] as const;

export const oddChat = (): string => `${JSON.stringify({ id: 'odd', messages: [{ role: 'user', content: 'What is odd?' }, ...oddShapes, { role: 'assistant', content: 'All of it.' }] })}\n`;

/** @param parentOf of the step that number stands under; null: a root */
export function manySpans(name: string, count: number, parentOf: (index: number) => number | null): string {
  const traceId = traceIdOf(name);
  const spans = Array.from({ length: count }, (_, index) => {
    const parent = parentOf(index);
    const isTool = index % 2 === 1;
    return {
      traceId, spanId: (index + 1).toString(16).padStart(16, '0'), ...(parent === null ? {} : { parentSpanId: (parent + 1).toString(16).padStart(16, '0') }), name: isTool ? 'execute_tool look' : 'chat small', startTimeUnixNano: `${1_760_000_000_000 + index}000000`, endTimeUnixNano: `${1_760_000_000_000 + index + 1}000000`,
      attributes: [attribute('gen_ai.operation.name', isTool ? 'execute_tool' : 'chat'), ...(isTool ? [attribute('gen_ai.tool.name', 'look'), attribute('gen_ai.tool.call.arguments', `{"n":${index}}`), attribute('gen_ai.tool.call.result', `"result ${index}"`)] : [attribute('gen_ai.output.messages', JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: `said ${index}` }] }]))])],
      ...(index % 1000 === 999 ? { status: { code: 2, message: `failed at ${index}` } } : {}),
    };
  });
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

export { spanIdOf, traceIdOf };
