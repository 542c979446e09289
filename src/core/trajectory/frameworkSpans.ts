import type { Span } from '../model/span.ts';

/** Between the steps of a LangChain chain or LangGraph graph: what they take and hand on, the calls beside them tell. */
const plumbing = /^(?:(?:ChannelWrite|ChannelRead|Branch)<.{0,500}>|_write|__start__|__end__|(?:Chat|FewShot|FewShotChatMessage)?PromptTemplate|(?:Str|String|Bytes|Json|JSON|JsonOutput|JsonOutputKey|XML|CommaSeparatedList|Pydantic|Structured|OpenAI|OpenAITools|OpenAIToolsAgent|OpenAIFunctionsAgent|ReActSingleInput|ToolsAgent|ToolCallingAgent)(?:Output|Tools|Functions)Parser)$/;
/** They run others, and answer what the last of those answers. */
const composed = /^Runnable(?:Sequence|Parallel|Map|Assign|Passthrough|Pick|Branch|Binding|Each|WithFallbacks|WithMessageHistory)(?:<.{0,500}>)?$/;
/** Events of BeeAI, each a span of its own with a running number. */
const event = /^(?:agent|tool|backend)\.[\w.]{1,100}\.(?:start|update|partial_update|success|finish)-\d{1,9}$/;

/** Whether a span is a framework's own, between the calls, and tells nothing that no other tells. One at the top names the trace and is none. */
export function isFrameworkSpan(span: Span, hasChildren: boolean): boolean {
  const { kind, name, parentId, output, attributes } = span;
  if (kind !== 'other' || parentId === null || span.tool || span.usage || span.documents.length > 0) return false;
  if (plumbing.test(name)) return true;
  if (composed.test(name)) return hasChildren || output.length === 0;
  if (name === 'RunnableLambda') return output.length === 0;
  return output.length === 0 && event.test(name) && !Object.hasOwn(attributes, 'output');
}
