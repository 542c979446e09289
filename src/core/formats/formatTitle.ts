import { createMappedFormat } from './mapped.ts';
import { formats } from './registry.ts';

const titles = new Map([...formats, createMappedFormat({})].map(({ id, title }) => [id, title]));

/** What people call a format: "Claude Code sessions" for claudeCode. One of a newer version is called by its id. */
export function formatTitle(id: string): string {
  return titles.get(id) ?? id;
}
