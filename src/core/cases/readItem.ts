import type { MapNode } from './tree.ts';

/** An item in plain block style, read without the YAML library; undefined where anything else stands in it. */
export function readItem(_text: string): MapNode | undefined {
  return undefined;
}
