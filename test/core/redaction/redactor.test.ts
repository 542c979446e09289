import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRedactor, findSensitive } from '../../../src/core/redaction/redactor.ts';
import { samples } from './samples.ts';

// Properties run hundreds of cases; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const both = { secrets: true, personal: true };

/** Text such as logs and prompts hold: words, keys, quotes, escapes, signs. */
const texts = fc.array(fc.oneof(
  fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(samples)),
  fc.constantFrom('password', '"api_key": "', '\\"secret\\":\\"', '=', ': ', 'Bearer ', '\\n', '\\', '"', ' ', '\n', '://', '@', 'example.com', 'a@b.co', '4111111111111111', '-----BEGIN PRIVATE KEY-----', '[secret:', ']'),
), { maxLength: 12 }).map((parts) => parts.join(''));

const leaf = fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null));
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('api_key', 'authorization', 'name', 'value', '__proto__', ...Object.values(samples))), tie('value'), { maxKeys: 4 })),
}));

const hosts = fc.jsonValue().map((value): unknown => ({ value, api_key: 'x y z', 'quoted "name\\': ['-----BEGIN PRIVATE KEY-----', '"password": "', '\\'] }));

/** Kinds and lengths of everything, without the texts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shapeOf);
  // A number that is a secret becomes a text.
  return value === null ? 'null' : typeof value === 'number' ? 'string' : typeof value;
}

describe('redaction', () => {
  test('changes nothing when it is done again', () => {
    fc.assert(fc.property(texts, (text) => {
      const once = createRedactor(both).text(text);
      expect(createRedactor(both).text(once)).toBe(once);
      expect(findSensitive(once, both)).toEqual([]);
    }), { numRuns: 2000 });
  });

  test('keeps the shape of a value, and the value itself when it holds nothing', () => {
    fc.assert(fc.property(values, (value) => {
      const redactor = createRedactor(both);
      const clean = redactor.json(value);
      expect(shapeOf(clean)).toEqual(shapeOf(value));
      expect(() => JSON.stringify(clean)).not.toThrow();
      if (Object.keys(redactor.counts).length === 0) expect(clean).toBe(value);
      expect(createRedactor(both).json(clean)).toBe(clean);
    }), { numRuns: 500 });
  });

  test('finds a planted key anywhere, also in JSON kept as text inside JSON kept as text', () => {
    // Keys of the host are left out: glued to each other, some are no keys any more.
    const plant = fc.record({ key: fc.constantFrom(...Object.values(samples)), around: fc.array(fc.constantFrom(' ', '\n', '\t', '"', ': ', ',', '(', ')', 'see '), { maxLength: 3 }).map((parts) => parts.join('')), host: hosts, times: fc.nat(3), field: fc.constantFrom('text', 'note', 'n') });
    fc.assert(fc.property(plant, ({ key, around, host, times, field }) => {
      let planted: unknown = [host, { [field]: `${around}${key} ${around}` }];
      for (let level = 0; level < times; level++) planted = { [field]: JSON.stringify(planted), host };
      const clean = createRedactor({ secrets: true, personal: false }).json(planted);
      const flat = JSON.stringify(clean);
      expect(flat.includes(key.split('\n')[0]!.slice(0, 40))).toBe(false);
      let inner: unknown = clean;
      for (let level = 0; level < times; level++) inner = JSON.parse((inner as Record<string, string>)[field]!);
      expect((inner as { [field: string]: string }[])[1]![field]).toContain('[secret:');
    }), { numRuns: 500 });
  });

  test('replaces whole values under telling names, in maps and in lists of headers', () => {
    const redactor = createRedactor({ secrets: true, personal: false });
    expect(redactor.json({
      api_key: 'plain words', 'x-api-key': ['one two', 'three'], metadata: { user_api_key_hash: 'h1 h2', user_api_key_alias: 'team a' }, credentials: { user: 'ann', region: 'eu' },
      headers: [{ name: 'Authorization', value: 'anything at all' }, { name: 'Accept', value: 'text/html' }], password: 12345678, db_password: 12, secret: '', max_tokens: 100_000, schema: { properties: { password: { type: 'string' } } },
    })).toEqual({
      api_key: '[secret:named-secret]', 'x-api-key': ['[secret:named-secret]', '[secret:named-secret]'], metadata: { user_api_key_hash: '[secret:named-secret]', user_api_key_alias: 'team a' }, credentials: { user: 'ann', region: 'eu' },
      headers: [{ name: 'Authorization', value: '[secret:named-secret]' }, { name: 'Accept', value: 'text/html' }], password: '[secret:named-secret]', db_password: 12, secret: '', max_tokens: 100_000, schema: { properties: { password: { type: 'string' } } },
    });
    expect(redactor.counts).toEqual({ 'named-secret': 6 });
  });

  test('two long keys that become the same placeholder both stay', () => {
    const clean = createRedactor({ secrets: true, personal: false }).json({ [samples['github-token']!]: 1, [`${samples['github-token']!}x`]: 2 });
    expect(Object.values(clean)).toEqual([1, 2]);
    expect(Object.keys(clean).join()).toBe('[secret:github-token],[secret:github-token]#1');
  });

  test('a value nested absurdly deep is cut, not a crash', () => {
    let deep: unknown = samples['github-token'];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(() => createRedactor(both).json(deep)).not.toThrow();
  });
});

describe('time grows with the text only', () => {
  const size = 1_000_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
  test.each([
    'a', 'eyJ', 'eyJ.', 'eyJaaaaaaaaaaaa.', 'AKIA', 'sk-', 'sk-ant-', 'ghp_', 'SG.', 'SG.aaaaaaaaaaaaaaaaaaaaaa.', '-----BEGIN PRIVATE KEY-----', '-----BEGIN ', 'Bearer ', 'Bearer a', 'Basic aaaaaaaa', '://', '://a:', '://a:b', ':b@', 'a@', 'a.', '@a.a', 'a@a.',
    '"password":"', '\\"password\\":\\"', '\\', '"', 'password=', 'password: ', 'password =', 'api_key', 'A_b.c-', 'xoxb-', 'AccountKey=', ';Password=', '1', '4 1', '4-', '+1 ', '+1 2 ', '(123) ', '123-', 'DE89', 'DE89 AAAA ', '?sig=', 'hooks.slack.com/services/', '123456789:AA', ' ', '\n',
    '"token":"', "'password':'", "{'token': '", "\\'token\\':\\'", 'x.password=', 'a_password="', "token='", 'x_token=a.b', 'Authorization: Token ', '?key=', '&sig=a', '--token ', '--a-', '--password "', '--token=', 'curl -u a:bcd ', ' -u ', ' -u a:', '<password>', '<a-password ', '<password>a</', 'token>', '-',
  ])('%j repeated to a megabyte', (piece) => {
    const text = fill(piece);
    // Of this process alone: others may be busy meanwhile.
    const start = process.cpuUsage();
    createRedactor(both).text(text);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(4000);
  });
});
