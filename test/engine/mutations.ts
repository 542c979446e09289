/** Ways in which a file arrives damaged. Seeded, so that a failure can be repeated by its number. */

/** Mulberry32: a small generator whose numbers a seed decides. */
export function createRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (end: number) => Math.floor(next() * end) };
}
export type Random = ReturnType<typeof createRandom>;

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const at = (bytes: Buffer, random: Random) => random.below(bytes.length + 1);
const inserted = (bytes: Buffer, offset: number, text: string | Buffer) => Buffer.concat([bytes.subarray(0, offset), Buffer.from(text), bytes.subarray(offset)]);

/** Replaces one JSON value of the text, found by a pattern, by something else. */
const replacing = (pattern: RegExp, replacements: readonly string[]): Mutation => (bytes, random) => {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(pattern)];
  const match = found[random.below(Math.max(found.length, 1))];
  if (match === undefined) return bytes;
  const by = replacements[random.below(replacements.length)] ?? '';
  return Buffer.from(text.slice(0, match.index) + by + text.slice(match.index + match[0].length), 'latin1');
};

const number = /(?<=[:,[]\s?)-?\d+(?:\.\d+)?(?=[,}\]])/g;
const string = /(?<=[:,[]\s?)"(?:[^"\\]|\\.)*"(?=[,}\]\s])/g;

export const mutations: Readonly<Record<string, Mutation>> = {
  'cut at the end': (bytes, random) => bytes.subarray(0, at(bytes, random)),
  'cut at the beginning': (bytes, random) => bytes.subarray(at(bytes, random)),
  'a piece gone': (bytes, random) => {
    const from = at(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(Math.min(bytes.length, from + random.below(200)))]);
  },
  'a piece doubled': (bytes, random) => {
    const from = at(bytes, random);
    return inserted(bytes, from, bytes.subarray(from, from + random.below(400)));
  },
  'bytes flipped': (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let n = 0; n < 8 && copy.length > 0; n++) copy[random.below(copy.length)] = random.below(256);
    return copy;
  },
  'a number of another size': replacing(number, ['1e999', '-1', '99999999999999999999999999', '1.5e-300', '9007199254740993', '0']),
  'a number of another kind': replacing(number, ['"12"', 'null', 'true', '[]', '{}', '"Infinity"']),
  'a text of another kind': replacing(string, ['null', '7', 'false', '[]', '{}', '[null]', '{"a":{"b":[1]}}', '""', '"\\u0000"']),
  'lone surrogates': replacing(string, ['"\\ud800"', '"\\udc00 and \\ud83d"', '"\\ud800\\ud800\\udfff"']),
  'keys of the language': replacing(/\{(?=")/g, ['{"__proto__":{"polluted":true},', '{"constructor":{"prototype":{"polluted":true}},', '{"toString":1,"hasOwnProperty":2,']),
  'a key twice': (bytes) => Buffer.from(bytes.toString('latin1').replace(/"([A-Za-z_]+)":("(?:[^"\\]|\\.)*"|\d+)/, '"$1":{"other":1},"$1":$2,"$1":null'), 'latin1'),
  'deep nesting': replacing(string, [`${'['.repeat(3000)}${']'.repeat(3000)}`, `${'{"messages":'.repeat(1500)}1${'}'.repeat(1500)}`]),
  'other line ends and a byte order mark': (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')]),
  'bytes that are no text': (bytes, random) => inserted(bytes, at(bytes, random), Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])),
};

/** Puts a text into one of the file's longer strings; undefined where it has none. */
export function planted(bytes: Buffer, secret: string, random: Random): Buffer | undefined {
  const text = bytes.toString('latin1');
  const places = [...text.matchAll(/"[A-Za-z][A-Za-z ,.?']{9,}"/g)];
  const place = places[random.below(Math.max(places.length, 1))];
  return place && Buffer.from(`${text.slice(0, place.index + 5)} ${secret} ${text.slice(place.index + 5)}`, 'latin1');
}
