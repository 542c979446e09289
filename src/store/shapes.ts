import type { Json, JsonMap } from '../core/model/json.ts';
import { setKey } from '../core/formats/jsonText.ts';

/** A map without its keys: the number of its shape, then its values. Shapes of our own have numbers below 0. */
export type Shaped = readonly [shape: number, ...values: Json[]];

const call = ['name', 'callId', 'description', 'status'];
/** Shapes of the model's own maps, -1 and down. Indexes in the field refer to them: new ones go to the end, none is changed. */
const ownShapes: readonly (readonly string[])[] = [
  ['input', 'cachedRead', 'cacheWrite', 'output', 'reasoning', 'level'],
  ['input', 'cachedRead', 'cacheWrite', 'output', 'reasoning', 'level', 'raw'],
  ['usd', 'source'],
  ['usd', 'source', 'asOf'],
  call,
  ...['arguments', 'argumentsAt', 'result', 'resultAt'].map((field) => [...call, field]),
  ...['arguments', 'argumentsAt'].flatMap((args) => ['result', 'resultAt'].map((result) => [...call, args, result])),
  ['id', 'content', 'score', 'version', 'updatedAt', 'source', 'metadata'],
  ['usd', 'source', 'asOf', 'by'],
];
const ownNumbers = new Map(ownShapes.map((keys, at) => [keys.join('\0'), -1 - at]));
const keysOf = (shapes: readonly (readonly string[])[], number: number) => (number < 0 ? ownShapes[-1 - number] : shapes[number]);

/**
 * The keys of maps that come again and again in one trace, as attributes and token counts do in each span: they stand once, apart, and
 * each map refers to them.
 */
export function createShapes() {
  const shapes: (readonly string[])[] = [];
  /** Numbers that were given last, as the same few shapes take turns. */
  const recent: number[] = [];
  const numbers = new Map(ownNumbers);

  return {
    /** In order of number. */
    shapes: shapes as readonly (readonly string[])[],
    shaped(map: object): Shaped {
      const record = map as Readonly<Record<string, Json | undefined>>;
      const shaped: [number, ...Json[]] = [0];
      const keys: string[] = [];
      for (const key of Object.keys(record)) {
        const value = record[key];
        if (value === undefined) continue;
        keys.push(key);
        shaped.push(value);
      }
      for (const number of recent) {
        if (!sameKeys(keysOf(shapes, number), keys)) continue;
        shaped[0] = number;
        return shaped;
      }
      const name = keys.join('\0');
      const known = numbers.get(name);
      // Keys may hold the sign that they are joined by.
      if (known !== undefined && sameKeys(keysOf(shapes, known), keys)) shaped[0] = known;
      else {
        shaped[0] = shapes.push(keys) - 1;
        numbers.set(name, shaped[0]);
      }
      recent.unshift(shaped[0]);
      if (recent.length > 6) recent.pop();
      return shaped;
    },
  };
}

function sameKeys(shape: readonly string[] | undefined, keys: readonly string[]): boolean {
  if (shape?.length !== keys.length) return false;
  for (let at = 0; at < keys.length; at++) if (shape[at] !== keys[at]) return false;
  return true;
}

/** Rows of earlier versions hold maps as they are. */
export function unshaped(shapes: readonly (readonly string[])[], stored: JsonMap | Shaped): JsonMap {
  if (!Array.isArray(stored)) return stored as JsonMap;
  const [shape, ...values] = stored as Shaped;
  const map: Record<string, Json> = {};
  (keysOf(shapes, shape) ?? []).forEach((key, at) => setKey(map, key, values[at] ?? null));
  return map;
}
