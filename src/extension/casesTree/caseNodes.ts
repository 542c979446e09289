import type { CaseRow } from '../../core/model/caseRow.ts';
import type { ClassCoverage, StaleCase } from '../../core/model/coverage.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import type { Attention } from '../display/attention.ts';
import type { CaseGroup, CaseGrouping } from '../display/caseGroups.ts';

export type CaseFolderNode = { readonly kind: 'folder'; readonly folder: string; readonly name: string; readonly total: number };
export type CaseGroupNode = { readonly kind: 'group'; readonly folder: string; readonly by: CaseGrouping; readonly group: CaseGroup; readonly expanded: boolean };
/** A case in the tree is what commands on it get: what a lens names, with more to it. One with two tags may stand in the tree twice. */
export type CaseNode = LensArguments & { readonly kind: 'case'; readonly folder: string; readonly row: CaseRow; readonly within: CaseGroupNode };
export type AttentionNode = { readonly kind: 'attention'; readonly folder: string; readonly attention: Attention };
/** A failure class without a case that guards against it. */
export type GapNode = { readonly kind: 'gap'; readonly folder: string; readonly gap: ClassCoverage; readonly within: AttentionNode };
/** A case nobody should rely on before looking at it. */
export type StaleNode = LensArguments & { readonly kind: 'stale'; readonly folder: string; readonly stale: StaleCase; readonly within: AttentionNode };
export type MoreCasesNode = { readonly kind: 'more'; readonly folder: string; readonly left: number; readonly within: CaseGroupNode | AttentionNode };
/** The cases could not be listed, or a file not be read, and the sentence stands in the tree. */
export type BrokenCasesNode = { readonly kind: 'broken'; readonly folder: string; readonly sentence: string };
export type CasesNode = CaseFolderNode | CaseGroupNode | CaseNode | AttentionNode | GapNode | StaleNode | MoreCasesNode | BrokenCasesNode;
/** What all rows have. Commands take it: of every shape that a row may have, the types of all commands would be too many. */
export type CasesRow = { readonly kind: CasesNode['kind']; readonly folder: string };
/** Rows that stand for one case. */
export type OneCaseNode = CaseNode | StaleNode;

export function isOneCase(node: CasesRow | undefined): node is OneCaseNode {
  return node?.kind === 'case' || node?.kind === 'stale';
}

export function isCaseGroup(node: CasesRow): node is CaseGroupNode {
  return node.kind === 'group';
}

export function isMoreCases(node: CasesRow): node is MoreCasesNode {
  return node.kind === 'more';
}

/** The same thing has the same id after a refresh, so that what is open stays open. */
export function casesNodeId(node: CasesNode): string {
  switch (node.kind) {
    case 'folder':
      return node.folder;
    case 'group':
      return `${node.folder}#${node.by}${node.group.value === null ? '#none' : `=${node.group.value}`}`;
    case 'case':
      // Two cases of one id are a problem, and both are there to be mended.
      return `${casesNodeId(node.within)}#${node.row.file}#${node.row.line}#${node.caseId}`;
    case 'attention':
      return `${node.folder}#attention`;
    case 'gap':
      return `${node.folder}#attention#gap#${node.gap.id}`;
    case 'stale':
      return `${node.folder}#attention#stale#${node.uri}#${node.caseId}`;
    case 'more':
      return `${casesNodeId(node.within)}#more`;
    case 'broken':
      return `${node.folder}#broken#${node.sentence}`;
  }
}
