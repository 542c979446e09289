import { expect, test } from 'vitest';
import { readPythonLiteral, readPythonObject } from '../../../src/core/formats/values/pythonText.ts';

test.each<[string, unknown]>([
  ["{'role': 'assistant', 'text': \"It's open.\"}", { role: 'assistant', text: "It's open." }],
  ["[True, False, None, -1.5e3, ()]", [true, false, null, -1500, []]],
  ["{'a': {'b': [1, 2,],}, 3: 'c'}", { a: { b: [1, 2] }, 3: 'c' }],
  ["['a\\n\\u00e9\\x41\\\\', 'it\\'s', '\\q']", ['a\néA\\', "it's", '\\q']],
  ["{'__proto__': {'polluted': 1}}", JSON.parse('{"__proto__": {"polluted": 1}}')],
  ["('a', 1)", ['a', 1]],
  ["{True: 1, (1, 2): 2, {'toString': []}: 3}", { true: 1, '[1,2]': 2, '{"toString":[]}': 3 }],
])('%s', (text, value) => {
  expect(readPythonLiteral(text)).toEqual(value);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each(['', 'plain text', "'alone'", "{'a': 1", "{'a' 1}", "{'a': 1} and more", "{'id': UUID('1')}", "[nan]", "['\\U99999999']", "{'a'}", '['.repeat(100_000)])('%.20s is none', (text) => {
  expect(readPythonLiteral(text)).toBeUndefined();
});

test.each<[string, unknown]>([
  ["Call(id='c1', args={'n': [1]}, done=None)", { id: 'c1', args: { n: [1] }, done: null }], ['Call()', {}], ["Call(text='a=(b)', __proto__=1)", JSON.parse('{"text":"a=(b)","__proto__":1}')],
  ["Call(id='c1'", undefined], ["Call(id='c1') and more", undefined], ['Call(id=Other(1))', undefined], ["Call('c1')", undefined], ["Other(id='c1')", undefined], ['Call(id=)', undefined],
])('the fields of %s', (text, fields) => {
  expect(readPythonObject(text, 'Call')).toEqual(fields);
});
