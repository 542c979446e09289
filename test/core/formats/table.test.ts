import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTableRows } from '../../../src/core/formats/table/rows.ts';
import { tableShape } from '../../../src/core/formats/table/shape.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
type Read = { readonly values: readonly { readonly value: unknown; readonly line: number; readonly text: string }[]; readonly problems: readonly { readonly line: number; readonly message: string }[] };

/** Reads in chunks of a size, and looks up each row's bytes at its place. */
function read(text: string, chunk = 1 << 20, longest?: number): Read | undefined {
  const bytes = encode(text);
  const shape = tableShape(bytes);
  if (!shape) return undefined;
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, n) => bytes.slice(n * chunk, (n + 1) * chunk));
  const values: { value: unknown; line: number; text: string }[] = [];
  const problems: { line: number; message: string }[] = [];
  for (const item of readTableRows(chunks, shape, decode, longest)) {
    if (item.type === 'problem') problems.push({ line: item.line, message: item.message });
    else {
      const place = decode(bytes.subarray(item.offset, item.offset + item.length));
      expect(decode(item.bytes)).toBe(place);
      values.push({ value: item.value, line: item.line, text: place });
    }
  }
  return { values, problems };
}

const rowsOf = (text: string) => read(text)?.values.map(({ value }) => value);

describe('a table', () => {
  test.each([
    ['commas', 'q,a\nx,y\n'], ['semicolons', 'q;a\nx;y'], ['tabs', 'q\ta\r\nx\ty\r\n'], ['bars', 'q|a\nx|y\n'], ['a byte order mark', '\uFEFF"q","a"\n"x","y"\n'],
  ])('with %s', (_, text) => expect(rowsOf(text)).toEqual([{ q: 'x', a: 'y' }]));

  test('has a row for each line, but for those inside of quotes; its bytes lie where it says', () => {
    const { values, problems } = read('id,ask,reply\r\n1,"Hi,\r\n""you""",Yes\r\n\r\n2,,"a ""b"" c"\r\n,,\r\n')!;
    expect(values).toEqual([
      { value: { id: 1, ask: 'Hi,\r\n"you"', reply: 'Yes' }, line: 2, text: '1,"Hi,\r\n""you""",Yes' },
      { value: { id: 2, ask: null, reply: 'a "b" c' }, line: 5, text: '2,,"a ""b"" c"' },
    ]);
    expect(problems).toEqual([]);
  });

  test('keeps a text that only looks like a number, and reads JSON as what it says', () => {
    expect(rowsOf('a,b,c,d,e\n007,1.10,1.5,"{""k"":[1]}",true\n1e3,12345678901234567890,{not json,[],None\n')).toEqual([
      { a: '007', b: '1.10', c: 1.5, d: { k: [1] }, e: true }, { a: '1e3', b: '12345678901234567890', c: '{not json', d: [], e: 'None' },
    ]);
  });

  test('gives every cell a place of its own', () => {
    expect(rowsOf(',q,q,__proto__\n0,x,y,z\n1,x,y,z\n')).toEqual([{ 'column 1': 0, q: 'x', 'q 2': 'y', ['__proto__']: 'z' }, { 'column 1': 1, q: 'x', 'q 2': 'y', ['__proto__']: 'z' }]);
    const { values, problems } = read('q;a\nx;y;z\nx\n1;2\n3;4\n')!;
    expect(values.map(({ value }) => value)).toEqual([{ q: 'x', a: 'y', 'column 3': 'z' }, { q: 'x', a: null }, { q: 1, a: 2 }, { q: 3, a: 4 }]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  test('loses the row whose quote nobody closed, and keeps its neighbours', () => {
    const { values, problems } = read('q,a\n1,x\n2,"open\n3,z\n')!;
    expect(values.map(({ value }) => value)).toEqual([{ q: 1, a: 'x' }, { q: 3, a: 'z' }]);
    expect(problems).toEqual([{ line: 3, message: expect.stringContaining('a quote that opens there is never closed') as string }]);
  });

  test('is one though most of its few rows are spoilt by a quote', () => {
    const { values, problems } = read('id,question,answer\n1,"hi,ho\n2,b,c\n')!;
    expect(values.map(({ value }) => value)).toEqual([{ id: 2, question: 'b', answer: 'c' }]);
    expect(problems).toEqual([{ line: 2, message: expect.stringContaining('a quote that opens there is never closed') as string }]);
    expect(read('id,question,answer\n1,"hi,ho\n')).toMatchObject({ values: [], problems: [{ line: 2 }] });
    expect(read('She said, yes.\n')).toBeUndefined();
  });

  test('is not read to its end again and again where quotes open in every line', () => {
    const { values, problems } = read(`q\ta\n1\tx\n${`2\t"${'open '.repeat(600)}\n`.repeat(50)}`, 500, 2000)!;
    expect(values.map(({ value }) => value)).toEqual([{ q: 1, a: 'x' }]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(problems.at(-1)?.message).toContain('Nothing from there on was read');
  });

  test('may begin with a row longer than what is looked at', () => {
    expect(rowsOf(`ask,reply\n"${'long, '.repeat(20_000)}",short\n`)).toEqual([{ ask: 'long, '.repeat(20_000), reply: 'short' }]);
  });

  test('in another encoding is read, and says what it lost', () => {
    const bytes = Uint8Array.from([...encode('q,a\n1,caf'), 0xe9, ...encode('\n')]);
    const shape = tableShape(bytes)!;
    const [problem, value] = [...readTableRows([bytes], shape, decode)];
    expect(problem).toMatchObject({ type: 'problem', line: 2, message: expect.stringContaining('UTF-8') as string });
    expect(value).toMatchObject({ value: { q: 1, a: 'caf\uFFFD' } });
  });

  test.each([
    ['JSON lines', '{"a":1}\n{"a":2}\n'], ['a JSON list', '[1,2]\n'], ['one column', 'query\nHi\n'], ['a header alone', 'q,a\n'], ['a log', '2026-11-02 10:00,INFO\n2026-11-02 10:01,WARN\n'],
    ['JSON lines below a line of text', 'Exported by X, today\n{"a":1,"b":2}\n{"a":1,"b":3}\n'], ['prose', 'Dear all, hi\nthis is, text\nno commas\nat all\nhere.'], ['bytes', 'a,b\n\0,\0\n'], ['nothing', ''],
  ])('is not seen in %s', (_, text) => expect(tableShape(encode(text))).toBeUndefined());

  test('comes out as it went in, however it is cut into pieces', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a"b', '""', ',', '\n', 'x;y', '\r\n', ' ', '\u2028'));
    const column = fc.constantFrom('ask', 'reply', 'user', 'when');
    fc.assert(fc.property(fc.uniqueArray(column, { minLength: 2 }), fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (columns, rows, chunk) => {
      const text = [columns, ...rows.map((row) => row.slice(0, columns.length).map((each) => `x${each.replaceAll('\0', '')}`))].map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n');
      expect(read(text, chunk)?.values.map(({ value }) => Object.values(value as object))).toEqual(rows.map((row) => row.slice(0, columns.length).map((each) => `x${each.replaceAll('\0', '')}`)));
    }));
  });
});
