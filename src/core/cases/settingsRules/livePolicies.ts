import { compileSchema } from '../../evaluators/jsonSchema.ts';
import { durationMs } from '../../evaluators/duration.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';
import type { Release } from '../../model/release.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import { matcherFindings } from '../rules/matchers.ts';
import type { Finding } from '../rules/rule.ts';
import type { SettingsContext } from '../settingsContext.ts';
import { known, named, unique } from './settingsRule.ts';

/** What live traces are held against: policies, and contracts of use cases. */
export function* livePolicyFindings({ policies = [], contracts = {} }: Release, view: CaseView, around: SettingsContext, useCases: readonly string[] | undefined): Iterable<Finding> {
  yield* unique(view, policies.map(({ id }, index) => [['policies', index, 'id'], id]), 'The policy');
  for (const [index, policy] of policies.entries()) {
    const at: CasePath = ['policies', index];
    const { forbidden = [], requiresApproval = [], neverExpose = [], nearMiss } = policy;
    if (forbidden.length + requiresApproval.length + neverExpose.length === 0 && nearMiss === undefined) yield { code: 'CB823', at: [...at, 'id'], message: 'This policy forbids nothing: give it forbidden, requiresApproval or neverExpose.' };
    for (const [n, id] of (policy.useCases ?? []).entries()) yield* named(view, [...at, 'useCases', n], id, useCases, 'There is no use case');
    for (const [n, { by }] of requiresApproval.entries()) yield* known(view, [...at, 'requiresApproval', n, 'by'], by, around, true);
    const matchers: readonly (readonly [CasePath, Json])[] = [
      ...forbidden.flatMap((each, n) => (typeof each !== 'string' && 'args' in each && each.args ? [[[...at, 'forbidden', n, 'args'], each.args] as const] : [])),
      ...neverExpose.map((each, n) => [[...at, 'neverExpose', n], each] as const),
      ...(nearMiss === undefined ? [] : [[[...at, 'nearMiss'], nearMiss] as const]),
    ];
    for (const [path, matcher] of matchers) yield* unusable(view, path, matcher);
  }
  for (const [name, { outputContract, freshness }] of Object.entries(contracts)) {
    const at: CasePath = ['contracts', name];
    const { schema, fallback } = outputContract ?? {};
    const file = typeof schema === 'string' ? schema : isJsonMap(schema) && typeof schema['$ref'] === 'string' && !schema['$ref'].startsWith('#') ? schema['$ref'] : undefined;
    if (file !== undefined && around.fileExists && !/^[a-z]+:/i.test(file) && !around.fileExists(file)) yield { code: 'CB815', at: [...at, 'outputContract', 'schema'], message: `${file} is not there.` };
    if (file === undefined && isJsonMap(schema)) {
      const compiled = compileSchema(schema);
      if ('error' in compiled) yield { code: 'CB816', at: { key: [...at, 'outputContract', 'schema'] }, message: `Not a valid JSON Schema: ${compiled.error}.` };
    }
    if (fallback) yield* unusable(view, [...at, 'outputContract', 'fallback', 'expect'], fallback.expect);
    if (freshness && durationMs(freshness.maxAge) === undefined) yield { code: 'CB821', at: [...at, 'freshness', 'maxAge'], message: `${freshness.maxAge} is not an ISO duration such as P90D or PT12H.` };
  }
}

/** As cases are told, under this file's code. */
function* unusable(view: CaseView, at: CasePath, matcher: Json): Iterable<Finding> {
  for (const finding of matcherFindings(view, at, matcher)) yield { ...finding, code: 'CB816' };
}
