import { queryOf } from '../../core/cases/readings.ts';
import type { CaseMessage, EvalCase } from '../../core/model/evalCase.ts';
import type { Json } from '../../core/model/json.ts';
import type { CaseInput } from './target.ts';

/** `{{name}}` becomes the variable's value; what is not a variable stays as it is (CB110 says so in the editor). */
function filled(text: string, vars: Readonly<Record<string, Json>>): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    if (!Object.hasOwn(vars, name)) return whole;
    const value = vars[name];
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The input of a case, or of one of its rewordings, which take the place of the last user message. */
export function caseInput(evalCase: EvalCase, reworded?: string): CaseInput {
  const { id, vars = {} } = evalCase;
  const query = filled(reworded ?? queryOf(evalCase), vars);
  const earlier = (evalCase.messages ?? []).slice(0, -1).map((message): CaseMessage => (typeof message.content === 'string' ? { ...message, content: filled(message.content, vars) } : message));
  const last = evalCase.messages?.at(-1);
  const asked: CaseMessage = last && reworded === undefined && typeof last.content !== 'string' ? last : { role: 'user', content: query };
  return { id, query, messages: [...earlier, asked], vars };
}
