import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { textOf, wordOf } from '../jsonText.ts';

/** The elements of a list; none of anything else. */
export function listOf(value: Json | undefined): readonly Json[];
export function listOf(value: unknown): readonly unknown[];
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A map; an empty one for anything else. */
export function mapOf(value: Json | undefined): JsonMap {
  return isJsonMap(value) ? value : {};
}

/** The maps in a list. */
export function mapsIn(value: Json | undefined): readonly JsonMap[] {
  return listOf(value).filter(isJsonMap);
}

/** The texts in a list, or a lone one. */
export function textsIn(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter((each) => typeof each === 'string');
}

/** The named fields that hold text. */
export function textFields(map: JsonMap, ...names: readonly string[]): JsonMap {
  return Object.fromEntries(names.flatMap((name) => (textOf(map[name]) === null ? [] : [[name, map[name] ?? null]])));
}

/** A field by its Python name, or as JavaScript spells it. */
export function fieldOf(map: JsonMap, name: string): Json | undefined {
  return map[name] ?? map[camelCase(name)];
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether a value says nothing: none, an empty text, list or map. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** The named fields that say something. */
export function saidFields(map: JsonMap, ...names: readonly string[]): JsonMap {
  return Object.fromEntries(names.flatMap((name) => (isNothing(map[name]) ? [] : [[name, map[name] ?? null]])));
}

/** The first of the named fields that holds a text or a number, as text. */
export function firstWord(map: JsonMap, ...names: readonly string[]): string | null {
  return names.map((name) => wordOf(map[name])).find((word) => word !== '') ?? null;
}

/** Those of some fields that say something. */
export function nonEmpty<T extends Readonly<Record<string, unknown>>>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value))) as { readonly [K in keyof T]?: Exclude<T[K], null | undefined> };
}

/** Fields that no field of ours holds, by their own names; those that say nothing are left out. */
export function restOf(map: JsonMap, ...known: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key, value]) => !known.includes(key) && value !== null && value !== ''));
}
