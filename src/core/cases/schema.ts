import { z } from 'zod';
import { Config } from '../model/config.ts';
import { argsMatchAliases, CaseSuite, EvalCase, pathModeAliases } from '../model/evalCase.ts';
import { Taxonomy } from '../model/failureClass.ts';
import { isJsonMap } from '../model/json.ts';
import type { JsonMap } from '../model/json.ts';
import { Release } from '../model/release.ts';

/** The files people write, as JSON Schema of draft 2020-12: for other editors, and for what the language service completes. */
export type SchemaName = 'case' | 'suite' | 'config' | 'taxonomy' | 'release';
/** The files whose schema is printed. */
export const schemaFiles = ['case', 'config', 'taxonomy', 'release'] as const;
export type SchemaFile = (typeof schemaFiles)[number];

const printed = new Map<SchemaName, JsonMap>();

/** The bare schema of one kind of file; made once. */
export function schemaOf(name: SchemaName): JsonMap {
  const known = printed.get(name);
  if (known) return known;
  const source = { case: EvalCase, suite: CaseSuite, config: Config, taxonomy: Taxonomy, release: Release }[name];
  const made = z.toJSONSchema(source, { target: 'draft-2020-12', io: 'output' }) as JsonMap;
  printed.set(name, made);
  return made;
}

/** As printed to `media/`: a case file is one case or a suite, and peers' spellings are accepted as the parser accepts them. */
export function printSchema(file: SchemaFile): string {
  const titles = { case: 'Casebook eval cases', config: 'Casebook configuration', taxonomy: 'Casebook failure classes', release: 'Casebook release' };
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: titles[file] };
  const schema = file === 'case' ? caseFileSchema(head) : { ...head, ...withoutHead(schemaOf(file)) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** One case or a suite. The fields stand once, under `$defs`, for single cases, cases of suites and defaults alike. */
function caseFileSchema(head: JsonMap): JsonMap {
  const suite = schemaOf('suite');
  const suiteKeys = mapAt(suite, 'properties');
  const one = mapAt(mapAt(suiteKeys, 'cases'), 'items');
  const fields = (keys: readonly string[]): JsonMap => Object.fromEntries(keys.map((key) => [key, { $ref: `#/$defs/case/properties/${key}` }]));
  const defaults = mapAt(suiteKeys, 'defaults');
  const single = { ...one, properties: { casebook: mapAt(suiteKeys, 'casebook'), ...fields(Object.keys(mapAt(one, 'properties'))) } };
  const properties = {
    ...suiteKeys,
    cases: { ...mapAt(suiteKeys, 'cases'), items: { $ref: '#/$defs/case' } },
    defaults: { ...defaults, properties: fields(Object.keys(mapAt(defaults, 'properties'))) },
  };
  const hasCases = { required: ['cases'] };
  const schema = { ...head, allOf: [{ anyOf: [{ not: hasCases }, { ...withoutHead(suite), $defs: {}, properties }] }, { anyOf: [hasCases, single] }], $defs: { ...mapAt(suite, '$defs'), case: one } };
  return withAliases(schema) as JsonMap;
}

function mapAt(map: JsonMap, key: string): JsonMap {
  const value = map[key];
  return isJsonMap(value) ? value : {};
}

function withoutHead({ $schema: _, ...schema }: JsonMap): JsonMap {
  return schema;
}

/** Lists the peers' spellings behind our own. */
function withAliases(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAliases);
  if (!isJsonMap(value)) return value;
  const mapped = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withAliases(each)]));
  const choices: unknown = mapped['enum'];
  if (!Array.isArray(choices)) return mapped;
  const aliases = choices.includes('in_order') ? pathModeAliases : choices.includes('partial') && choices.includes('ignore') ? argsMatchAliases : undefined;
  return aliases ? { ...mapped, enum: [...choices, ...Object.keys(aliases).filter((alias) => !choices.includes(alias))] } : mapped;
}
