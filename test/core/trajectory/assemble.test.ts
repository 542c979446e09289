import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySpan } from '../../../src/core/model/span.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { unknownTool } from '../../../src/core/trajectory/turns.ts';
import { assistant, span, tool } from './spans.ts';

const rows = (spans: Parameters<typeof assemble>[0]) => assemble(spans).steps.map((step) => `${step.n} ${'  '.repeat(step.depth)}${step.name}`);

describe('assemble', () => {
  it('numbers steps in reading order: by time where all siblings have one', () => {
    const spans = [span('root'), span('late', { parentId: 'root', startUs: 20 }), span('early', { parentId: 'root', startUs: 10 }), span('under', { parentId: 'late' })];
    expect(rows(spans)).toEqual(['1 root', '2   early', '3   late', '4     under']);
  });

  it('keeps the recorded order where one sibling has no time: a clock is never invented', () => {
    const spans = [span('root'), span('b', { parentId: 'root', startUs: 20 }), span('a', { parentId: 'root' })];
    expect(rows(spans)).toEqual(['1 root', '2   b', '3   a']);
  });

  it('puts an orphan at the top and says so', () => {
    const { steps, notes } = assemble([span('root'), span('lost', { parentId: 'nowhere' })]);
    expect(steps.map((step) => step.depth)).toEqual([0, 0]);
    expect(notes).toEqual([{ spanId: 'lost', message: 'The parent of lost is not in the export; the step stands at the top.' }]);
  });

  it('cuts a cycle at its earliest span and says so', () => {
    const { steps, notes } = assemble([span('a', { parentId: 'c' }), span('b', { parentId: 'a' }), span('c', { parentId: 'b' })]);
    expect(steps.map((step) => step.name)).toEqual(['a', 'b', 'c']);
    expect(notes[0]!.message).toBe('3 steps name each other as parent; the circle is cut at a.');
  });

  it('marks a failed step, and those above it as failed below', () => {
    const { steps } = assemble([span('root'), span('turn', { parentId: 'root' }), tool('call', 'getOrder', {}, { parentId: 'turn', status2: 'error', result: '{"error":"422"}' })]);
    expect(steps.map((step) => [step.failed, step.failedBelow])).toEqual([[false, true], [false, true], [true, false]]);
    expect(steps[2]!.error).toBe('{"error":"422"}');
  });

  it('leaves out an end before its start and says so', () => {
    const { steps, notes } = assemble([span('back', { startUs: 10, endUs: 5 })]);
    expect(steps[0]!.endUs).toBeNull();
    expect(notes[0]!.message).toContain('before the start');
  });

  it('tells a failed transport span from a step of the agent, and leaves it in view', () => {
    const { steps } = assemble([span('agent', { kind: 'agent' }), span('GET', { status: 'error', attributes: { 'http.method': 'GET' } }), tool('t', 'look', {}, { status: 'error' })]);
    expect(steps.map((step) => [step.failed, step.noise, step.failedTransport])).toEqual([[false, false, undefined], [true, false, true], [true, false, undefined]]);
  });

  it('names a tool of which only the result is known as the model asked for it', () => {
    const asked = span('m', { kind: 'llm', output: [assistant('', { id: 'c1', name: 'tool_search' })] });
    const ran = tool('t', unknownTool, {}, { callId: 'c1' });
    expect(assemble([asked, ran]).steps.map((step) => step.name)).toEqual(['m', 'tool_search']);
  });

  it('numbers transport spans last, so that hiding them leaves no gap', () => {
    const { steps } = assemble([span('agent', { kind: 'agent' }), span('POST', { parentId: 'agent', attributes: { 'http.method': 'POST' } }), span('model', { kind: 'llm', parentId: 'POST' })]);
    expect(steps.map((step) => [step.name, step.n, step.noise])).toEqual([['agent', 1, false], ['POST', 3, true], ['model', 2, false]]);
  });

  it('knows what carries messages by its instrumentation too, whatever it is called', () => {
    const scope = (name: string) => ({ parentId: 'agent', attributes: { 'otel.scope.name': name } });
    const { steps } = assemble([span('agent', { kind: 'agent' }), span('EventQueue.close', scope('a2a-python-sdk')), span('/invocations', scope('opentelemetry.instrumentation.starlette')), span('plan', scope('my.agent'))]);
    expect(steps.map((step) => step.noise)).toEqual([false, true, true, false]);
  });

  describe('what frameworks do between the calls', () => {
    const said = { output: [assistant('Two years.')] };
    const shown = (name: string, parts: Partial<Span> = {}) => !assemble([span('run', { kind: 'agent' }), span('inner', { name, parentId: 'run', ...parts }), span('model', { kind: 'llm', parentId: 'inner' })]).steps.find((step) => step.spanId === 'inner')!.noise;

    it.each([
      'RunnableSequence', 'RunnableAssign<agent_scratchpad>', 'RunnableParallel<context>', 'RunnablePassthrough', 'RunnableLambda', 'ChatPromptTemplate', 'PromptTemplate', 'StrOutputParser', 'JsonOutputKeyToolsParser',
      'PydanticToolsParser', 'OpenAIToolsAgentOutputParser', 'ChannelWrite<...>', 'ChannelWrite<branch:to:model_request>', 'Branch<model_request,tools,__end__>', '_write', '__start__', 'agent.react.update-11', 'tool.search.wikipedia.start-12',
    ])('is numbered last and not shown at first: %s', (name) => expect(shown(name)).toBe(false));

    it.each<[string, string, Partial<Span>]>([
      ['that failed', 'RunnableSequence', { status: 'error' }],
      ['at the top of the trace', 'RunnableSequence', { parentId: null }],
      ['with what nobody else tells', 'RunnableLambda', said],
      ['with a result', 'agent.react.partial_update-263', { attributes: { output: 'Two years.' } }],
      ['that retrieved', 'RunnableLambda', { documents: [{ id: 'a', content: null, score: null, version: null, updatedAt: null, source: null, metadata: {} }] }],
      ['of another kind', 'RunnableSequence', { kind: 'agent' }],
      ['of one’s own name', 'InvoiceRunnable', {}],
      ['of a parser of one’s own', 'InvoiceOutputParser', {}],
      ['of a node of a graph', 'retrieve_documents', {}],
    ])('stays in view %s', (_, name, parts) => expect(shown(name, parts)).toBe(true));

    it('stays in view where nothing else is', () => {
      expect(assemble([span('a', { name: 'RunnableSequence' }), span('b', { name: 'RunnableLambda', parentId: 'a' })]).steps.map((step) => step.noise)).toEqual([false, false]);
    });
  });

  it('hides nothing where every span is a plain one', () => {
    expect(assemble([span('GET /', { attributes: { 'http.method': 'GET' } })]).steps[0]!.noise).toBe(false);
  });

  it('groups calls of one turn, and calls that overlap in time', () => {
    const turn = span('turn', { kind: 'llm', output: [assistant('', { id: 'x', name: 'a' }, { id: 'y', name: 'b' })] });
    const { steps } = assemble([turn, tool('1', 'a', {}, { callId: 'x', startUs: 1, endUs: 2 }), tool('2', 'b', {}, { callId: 'y', startUs: 3, endUs: 4 }), tool('3', 'c', {}, { startUs: 5, endUs: 9 }), tool('4', 'd', {}, { startUs: 6, endUs: 7 })]);
    const groups = steps.map((step) => step.parallel);
    expect(groups[1]).toBe(groups[2]);
    expect(groups[3]).toBe(groups[4]);
    expect(groups[1]).not.toBe(groups[3]);
  });

  it('holds every span exactly once, whatever the parents say', () => {
    const links = fc.array(fc.option(fc.nat(12), { nil: null }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(links, (parents) => {
      const spans = parents.map((parent, at) => ({ ...emptySpan(`s${at}`, at, `s${at}`), parentId: parent === null ? null : `s${parent}` }));
      const { steps } = assemble(spans);
      expect(steps.map((step) => step.spanId).toSorted()).toEqual(spans.map((each) => each.id).toSorted());
      expect(steps.map((step) => step.n).toSorted((a, b) => a - b)).toEqual(spans.map((_, at) => at + 1));
    }));
  });
});
