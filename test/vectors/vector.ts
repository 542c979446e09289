import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonMap } from '../../src/core/model/json.ts';

/** One vector of another evaluator's test suite; the collection's README describes the fields. */
export type Vector = {
  readonly id: string;
  readonly metric: string;
  readonly mode: string | null;
  readonly expected: JsonMap | null;
  readonly actual: JsonMap;
  readonly args: JsonMap;
  readonly result: JsonMap;
  readonly check: 'eq' | 'approx' | 'lt' | 'range' | 'error' | 'set_eq';
  readonly tolerance?: number;
  readonly casebook: {
    readonly status: 'agrees' | 'differs' | 'diagnostic' | 'expected' | 'optional';
    readonly fields?: readonly string[];
    readonly casebookValue?: JsonMap;
    readonly why?: string;
  };
};

/** What Casebook makes of a vector: the fields that the peer's result has, or why it refuses the input. */
export type Ours = { readonly values: Readonly<Record<string, Json>> } | { readonly refused: string };
export type Adapter = (vector: Vector) => Ours;

/** The collection's folder; undefined when the environment names none. */
export function vectorsFolder(): string | undefined {
  const folder = process.env['CASEBOOK_VECTORS'];
  return folder !== undefined && folder !== '' && existsSync(folder) ? folder : undefined;
}

export function readVectors(folder: string): readonly Vector[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(folder, entry.name)).filter((file) => file.endsWith('.json')).map((file) => JSON.parse(readFileSync(join(folder, entry.name, file), 'utf8')) as Vector))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
