import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import type { CallStanding } from '../../../src/core/model/insights.ts';
import type { JsonMap } from '../../../src/core/model/json.ts';
import type { Span, ToolDefinition } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { assistant, span, tool, trace } from '../trajectory/spans.ts';

const standings = (...spans: readonly Span[]): readonly CallStanding[] => insightsOf(trace(spans), assemble(spans)).calls;
const offered = (name: string, schema: JsonMap | null): ToolDefinition => ({ name, description: null, schema });

/** A turn that is offered one tool and asks for it, and the step that ran it. */
function called(schema: JsonMap | null, args: JsonMap | null, offers: readonly ToolDefinition[] = [offered('getOrder', schema)]): readonly Span[] {
  return [
    span('turn', { kind: 'llm', toolDefinitions: offers, output: [{ role: 'assistant', parts: [{ type: 'toolCall', id: 'c1', name: 'getOrder', ...(args === null ? {} : { arguments: args }) }] }] }),
    { ...tool('run', 'getOrder', {}, { callId: 'c1' }), tool: { name: 'getOrder', callId: 'c1', description: null, status: 'ok', ...(args === null ? {} : { arguments: args }) } },
  ];
}
const problems = (schema: JsonMap, args: JsonMap) => standings(...called(schema, args))[0]!.problems;

const order: JsonMap = { type: 'object', properties: { orderId: { type: 'string' }, includeEvents: { type: 'boolean' } }, required: ['orderId'] };

describe('arguments against the schema of their tool', () => {
  test('that fit have no problems', () => expect(problems(order, { orderId: '12345' })).toEqual([]));

  test.each<[string, JsonMap, JsonMap, readonly unknown[]]>([
    ['a wrong type', order, { orderId: 12345 }, [{ path: '/orderId', message: 'must be string, is integer' }]],
    ['one that is missing', order, {}, [{ path: '/orderId', message: 'required, missing' }]],
    ['one that nobody declared, where a similar one is', order, { orderId: '1', includeEvent: true }, [{ path: '/includeEvent', message: 'not declared; the schema has includeEvents' }]],
    ['one that nobody declared', { ...order, additionalProperties: false }, { orderId: '1', 'a/b': 1 }, [{ path: '/a~1b', message: 'not declared' }]],
    ['all of them', order, { orderId: null, includeEvents: 'yes' }, [{ path: '/orderId', message: 'must be string, is null' }, { path: '/includeEvents', message: 'must be boolean, is string' }]],
    ['a value that is not listed', { type: 'object', properties: { unit: { enum: ['kg', 'lb'] } } }, { unit: 'stone' }, [{ path: '/unit', message: 'must be "kg" or "lb", is "stone"' }]],
    ['a limit', { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } }, { n: 0 }, [{ path: '/n', message: 'must be at least 1, is 0' }]],
    ['no form of several', { type: 'object', properties: { q: { anyOf: [{ type: 'string' }, { type: 'null' }] } } }, { q: 3 }, [{ path: '/q', message: 'must be string or null, is integer' }]],
    ['the one form of its type', { type: 'object', properties: { q: { anyOf: [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, { type: 'null' }] } } }, { q: {} }, [{ path: '/q/a', message: 'required, missing' }]],
    ['types in capitals', { type: 'OBJECT', properties: { n: { type: 'INTEGER' } } }, { n: '1' }, [{ path: '/n', message: 'must be integer, is string' }]],
    ['a schema of an older draft', { $schema: 'http://json-schema.org/draft-07/schema#', ...order }, {}, [{ path: '/orderId', message: 'required, missing' }]],
  ])('name %s', (_, schema, args, expected) => expect(problems(schema, args)).toEqual(expected));

  test('leave open what a schema leaves open', () => {
    expect(problems({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: true }, { b: 1 })).toEqual([]);
    expect(problems({ type: 'object' }, { b: 1 })).toEqual([]);
  });

  test('are not held against the call where redaction took them', () => {
    expect(problems({ type: 'object', properties: { key: { type: 'string', maxLength: 5 } } }, { key: '[secret:aws-access-key]' })).toEqual([]);
  });

  test('that are not JSON say so', () => {
    const [turn, run] = called(order, null);
    const spoilt: Span = { ...run!, tool: { ...run!.tool!, argumentsText: '{orderId:' } };
    expect(standings(turn!, spoilt)[0]!.problems).toEqual([{ path: '', message: 'not JSON' }]);
  });

  test('that are nested deeper than a tree can show are not held against the call', () => {
    const [turn, run] = called(order, null);
    const deep: Span = { ...run!, tool: { ...run!.tool!, argumentsText: `${'['.repeat(400)}${']'.repeat(400)}` } };
    expect(standings(turn!, deep)[0]!.problems).toBeNull();
  });

  test('show twenty of many', () => {
    const [standing] = standings(...called({ type: 'object', properties: { a: {} }, additionalProperties: false }, Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`extra${n}`, n]))));
    expect([standing!.problems!.length, standing!.problemCount]).toEqual([20, 50]);
  });

  const doubling: JsonMap = Object.fromEntries(Array.from({ length: 40 }, (_, n): [string, JsonMap] => [`d${n}`, n === 39 ? { type: 'object' } : { allOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] }]));
  test.each<[string, JsonMap]>([
    ['that is none', { type: 'nonsense' }],
    ['elsewhere', { $ref: 'https://example.com/schema.json' }],
    ['of references that double at each step', { $defs: doubling, $ref: '#/$defs/d0' }],
    ['of itself alone', { $ref: '#' }],
    ['with a pattern that only backtracking knows', { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+\\1$' } } }],
    ['beyond all bounds', { type: 'object', properties: Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`p${n}`, { type: 'string' }])) }],
  ])('are not checked against a schema %s', (_, schema) => {
    const start = performance.now();
    expect(standings(...called(schema, { a: 'a'.repeat(5000) }))[0]!.problems).toBeNull();
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('follow a schema that refers to itself as deep as they go', () => {
    const tree: JsonMap = { type: 'object', properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#' } } }, required: ['name'] };
    expect(problems(tree, { name: 'a', below: [{ name: 'b' }, {}] })).toEqual([{ path: '/below/1/name', message: 'required, missing' }]);
  });

  test('meet the schema that was offered in the turn that asked', () => {
    const spans = [...called({ type: 'object', properties: { old: { type: 'string' } } }, { old: 'x' }), span('later', { kind: 'llm', toolDefinitions: [offered('getOrder', order)] })];
    expect(standings(...spans)[0]!.problems).toEqual([]);
  });
});

describe('whether a tool was offered', () => {
  test('is known from the turn that asked', () => {
    expect(standings(...called(order, {}))[0]!.offered).toBe(true);
    expect(standings(...called(null, {}, [offered('search', null)]))[0]).toMatchObject({ offered: false, problems: null });
  });
  test('is not known where no step says it, or says that there was none', () => {
    expect(standings(tool('t', 'getOrder', {}))[0]!.offered).toBeNull();
    expect(standings(...called(null, {}, []))[0]!.offered).toBeNull();
  });
  test('lists each tool with its calls', () => {
    const spans = called(order, {}, [{ name: 'getOrder', description: 'Reads an order', schema: order }, offered('search', null)]);
    expect(insightsOf(trace(spans), assemble(spans)).tools).toEqual([{ name: 'getOrder', description: 'Reads an order', calledAt: [2] }, { name: 'search', description: null, calledAt: [] }]);
  });
});

describe('a call that was made before', () => {
  const at = (startUs: number) => ({ startUs, endUs: startUs + 5 });
  test('names the latest time, whatever the order of the arguments, and whether the result was the same', () => {
    const found = standings(
      tool('a', 'find', { x: 1, y: 2 }, { result: [1], ...at(0) }), tool('b', 'find', { y: 2, x: 1 }, { result: [1], ...at(10) }),
      tool('c', 'find', { x: 1, y: 2 }, { result: [2], ...at(20) }), tool('d', 'find', { x: 1, y: 2 }, at(30)), tool('e', 'other', { x: 1, y: 2 }, at(40)),
    );
    expect(found.map((call) => call.sameAs)).toEqual([null, { step: 1, sameResult: true }, { step: 2, sameResult: false }, { step: 3, sameResult: null }, null]);
  });
  test('is not one that two instrumentations recorded', () => {
    expect(standings(tool('outer', 'find', { x: 1 }), tool('inner', 'find', { x: 1 }, { parentId: 'outer' })).map((call) => call.sameAs)).toEqual([null, null]);
    expect(standings(tool('a', 'find', { x: 1 }, { callId: 'c', ...at(0) }), tool('b', 'find', { x: 1 }, { callId: 'c', ...at(2) })).map((call) => call.sameAs)).toEqual([null, null]);
  });
  test('is known where no step ran it', () => {
    const spans = [span('turn', { kind: 'llm', output: [assistant('', { id: 'c1', name: 'find', arguments: { q: 'a' } }, { id: 'c2', name: 'find', arguments: { q: 'a' } })] })];
    expect(standings(...spans)).toMatchObject([{ step: null, callId: 'c1', sameAs: null }, { step: null, callId: 'c2', sameAs: { step: 1, sameResult: null } }]);
  });
});
