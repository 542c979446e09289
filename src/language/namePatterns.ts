import type { DocumentKind } from './documentKind.ts';
import type { NameKind as IndexedKind } from './workspaceIndex.ts';

/** What a name stands for. A step's id and what refers to it in `after` are one kind here. */
export type NameKind = Exclude<IndexedKind, 'after'> | 'case' | 'policy' | 'useCase' | 'sourceFile';

/**
 * Where names stand, by their path in the words of the schema: `*` is every item of a list, `%` every key of a map, `steps` every
 * step with the steps inside it. `defines`: what stands there is what others refer to.
 */
export type NamePattern = { readonly path: readonly string[]; readonly kind: NameKind; readonly defines?: true; readonly prefix?: string };

const at = (path: string, kind: NameKind, more: { readonly defines?: true; readonly prefix?: string } = {}): NamePattern => ({ path: path.split('.'), kind, ...more });
const defines = { defines: true } as const;
const tag = { prefix: 'tag:' } as const;

const forbidden = (list: string): readonly NamePattern[] => [at(`${list}.*`, 'tool'), at(`${list}.*.tool`, 'tool'), at(`${list}.*.sequence.*`, 'tool'), at(`${list}.*.unless.by`, 'role')];
const approvals = (list: string): readonly NamePattern[] => [at(`${list}.*.tools.*`, 'tool'), at(`${list}.*.by`, 'role')];

/** In a case, and in `defaults`. */
export const caseNames: readonly NamePattern[] = [
  at('id', 'case', defines), at('expectedTool', 'tool'), at('expectedTool.*', 'tool'),
  at('failureWeObserved.class', 'class'), at('failureWeObserved.mode', 'mode'), at('quarantine.owner', 'owner'), at('targets.*', 'target'),
  at('messages.*.toolCalls.*.name', 'tool'),
  at('trajectory.steps.tool', 'tool'), at('trajectory.steps.id', 'step', defines), at('trajectory.steps.after.*', 'step'), at('trajectory.steps.requiresApproval.by', 'role'),
  ...forbidden('trajectory.forbidden'), at('trajectory.allowExtra.*', 'tool'),
  at('outputContract.schema', 'ref'), at('outputContract.schema.$ref', 'ref'), at('source.file', 'sourceFile'), at('source.userRole', 'role'),
  at('retrieval.relevant.*', 'document'), at('retrieval.relevant.*.id', 'document'), at('retrieval.anyOf.*.*', 'document'), at('retrieval.distractors.*', 'document'), at('grounding.mustCite.*', 'document'),
  at('judge.use', 'judge'), at('policy.boundary', 'policy'), ...approvals('policy.requiresApproval'), at('escalation.to', 'role'),
  at('metadata.failureClass', 'class'), at('metadata.failureMode', 'mode'), at('metadata.coverage.*', 'tag'), at('metadata.owner', 'owner'), at('metadata.segment.role', 'role'), at('metadata.segment.useCase', 'useCase'),
  at('tier', 'tier'),
];

export const settingsNames: Readonly<Record<Exclude<DocumentKind, 'case'>, readonly NamePattern[]>> = {
  config: [
    at('targets.%', 'target', defines), at('defaultTarget', 'target'), at('judges.%', 'judge', defines), at('tools.*', 'tool', defines), at('tools.*.name', 'tool', defines),
    at('tags.*', 'tag', defines), at('roles.*', 'role', defines), at('owners.*', 'owner', defines), at('facts.approval.tool', 'tool'), at('facts.escalation.tool', 'tool'),
  ],
  taxonomy: [at('classes.*.id', 'class', defines), at('classes.*.mergedInto', 'class'), at('classes.*.modes.*.id', 'mode', defines)],
  release: [
    at('tiers.%', 'tier', defines), at('decisions.*.owner', 'owner'), at('scorecard.*.owner', 'owner'),
    at('gates.*.rules.*.tier', 'tier'), at('gates.*.rules.*.slice', 'tag', tag), at('gates.*.blockers.failureClass.*', 'class'), at('gates.*.blockers.cases', 'tag', tag), at('gates.*.override.by.*', 'role'),
    at('policies.*.id', 'policy', defines), at('policies.*.useCases.*', 'useCase'), ...forbidden('policies.*.forbidden'), ...approvals('policies.*.requiresApproval'),
    at('phases.*.users.*.role', 'role'), at('phases.*.users.*.primaryUseCase', 'useCase'), at('contracts.%', 'useCase'), at('useCases.*.id', 'useCase', defines),
  ],
};
