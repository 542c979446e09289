import { eachStep } from '../cases/matcherPlaces.ts';
import { expectedToolsOf, failureOf, queryOf } from '../cases/readings.ts';
import type { EvalCase } from '../model/evalCase.ts';
import type { Undecided } from '../model/result.ts';

/** A case with how it stands. */
export type StandingCase = {
  readonly caseId: string;
  /** As the workspace shows it. */
  readonly file: string;
  readonly value: EvalCase;
  /** Null: it decides. */
  readonly undecided: Undecided | null;
  readonly proofHolds: boolean;
};

export const isActive = ({ undecided }: StandingCase): boolean => undecided === null;
export const needsProof = ({ value }: StandingCase): boolean => failureOf(value) !== null;

/** The failure it was made from, else the one it guards against. */
export function classOf({ value }: StandingCase): { readonly class: string | undefined; readonly mode: string | undefined } {
  const failure = failureOf(value);
  return { class: failure?.class ?? value.metadata?.failureClass, mode: failure?.mode ?? value.metadata?.failureMode };
}

/** Names and patterns of the tools that it says something about: that they must be called, must not, or only with approval. */
export function toolsOf({ value }: StandingCase): ReadonlySet<string> {
  const tools = new Set(expectedToolsOf(value) ?? []);
  for (const [, { tool }] of eachStep(value.trajectory?.steps)) if (tool !== undefined) tools.add(tool);
  for (const rule of value.trajectory?.forbidden ?? []) {
    if (typeof rule === 'string') tools.add(rule);
    else for (const tool of 'tool' in rule ? [rule.tool] : rule.sequence) tools.add(tool);
  }
  for (const { tools: approved } of value.policy?.requiresApproval ?? []) for (const tool of approved) tools.add(tool);
  return tools;
}

/** Whether it says which tools are to be called, or that none is. */
export const hasPath = ({ value }: StandingCase): boolean => value.expectedTool !== undefined || (value.trajectory?.steps ?? []).length > 0;

/** How it asks: its query, then its variants. */
export function wordingsOf({ value }: StandingCase): readonly string[] {
  return [queryOf(value), ...(value.variants ?? []).map((variant) => (typeof variant === 'string' ? variant : variant.query))].filter((wording) => wording.trim() !== '');
}
