import { CodeActionKind } from 'vscode-languageserver-types';
import { generalise } from '../../core/cases/draft.ts';
import { setInNode } from '../../core/cases/edit.ts';
import { expectedToolsOf } from '../../core/cases/readings.ts';
import { eachStep } from '../../core/cases/matcherPlaces.ts';
import { globMatches } from '../../core/evaluators/glob.ts';
import { canonicalJson } from '../../core/evaluators/canonical.ts';
import type { Forbidden } from '../../core/model/evalCase.ts';
import type { Call } from '../../core/model/trace.ts';
import { isJsonMap } from '../../core/model/json.ts';
import type { Json, JsonMap } from '../../core/model/json.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

const mostOffered = 5;
const offeredAt: readonly unknown[] = ['id', 'failureWeObserved', 'expectedTool'];

/** A call of the recorded failure that must not come again. Of a tool that the case requires, only the call with its arguments. */
export const forbidObserved: Refactoring = {
  *find({ uri, file, parsed, path, surroundings }): Iterable<Refactored> {
    const here = path.length === 0 || offeredAt.includes(path[0]) || (path[0] === 'trajectory' && (path.length === 1 || path[1] === 'forbidden'));
    if (!here || !parsed?.value || parsed.id === null) return;
    const calls = surroundings.recording(uri, parsed.id)?.trial.calls ?? [];
    const { trajectory } = parsed.value;
    const forbidden = trajectory?.forbidden ?? [];
    const steps = [...eachStep(trajectory?.steps)].map(([, step]) => step);
    const required = [...(expectedToolsOf(parsed.value) ?? []), ...steps.flatMap((step) => step.tool ?? [])];
    const isOf = (tool: string | undefined, call: Call): boolean => tool !== undefined && (tool === call.name || globMatches(tool, call.name));
    const isRequired = (call: Call): boolean => required.some((tool) => isOf(tool, call));
    const isDemanded = (call: Call): boolean => steps.some(({ tool, args }) => isOf(tool, call) && (args === undefined || (isJsonMap(call.args) && canonicalJson(args) === canonicalJson(generalise(call.args)))));
    const known = new Set(forbidden.map((each) => canonicalJson(each)));
    let count = 0;
    // A call that nobody requires, or that failed by itself, is the likelier one.
    for (const call of calls.toSorted((a, b) => Number(isRequired(a)) - Number(isRequired(b)) || Number(b.status !== 'ok') - Number(a.status !== 'ok') || a.index - b.index)) {
      const withArguments = isRequired(call);
      if (isDemanded(call) || (withArguments && (!isJsonMap(call.args) || Object.keys(call.args).length === 0))) continue;
      const rule: Forbidden = withArguments ? { tool: call.name, args: generalise(call.args as JsonMap) as JsonMap } : call.name;
      if (known.has(canonicalJson(rule)) || forbidden.some((each) => typeof each === 'string' && globMatches(each, call.name))) continue;
      known.add(canonicalJson(rule));
      // A list replaces that of the defaults, so theirs goes along.
      const own = parsed.node.byKey.get('trajectory')?.value;
      const ownList = own?.kind === 'map' ? own.byKey.get('forbidden') : undefined;
      const edits = ownList ? setInNode(file.text, parsed, ['trajectory', 'forbidden', forbidden.length], rule as Json) : setInNode(file.text, parsed, ['trajectory', 'forbidden'], [...forbidden, rule] as Json);
      yield { title: withArguments ? `Forbid the recorded call of ${call.name} with its arguments` : `Forbid ${call.name}, which the recorded run called`, kind: CodeActionKind.RefactorRewrite, edits };
      if (++count >= mostOffered) return;
    }
  },
};
