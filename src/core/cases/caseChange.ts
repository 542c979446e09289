import type { TextEdit } from '../model/problem.ts';
import type { CaseStatus } from '../model/evalCase.ts';
import { UserError } from '../support/errors.ts';
import { isJsonText, removeInNode, setInNode } from './edit.ts';
import { parseCaseFile } from './parse.ts';
import { YamlEdit } from './yamlEdit.ts';

/** What people do to a case from a list, without opening its file. `until`: the day on which it is looked at again. */
export type CaseChange =
  | { readonly kind: 'status'; readonly status: CaseStatus }
  | { readonly kind: 'quarantine'; readonly reason: string; readonly until?: string | undefined; readonly owner?: string | undefined }
  | { readonly kind: 'reviewed'; readonly by: string; readonly at: string }
  | { readonly kind: 'remove' };

/** `wholeFile`: the file holds nothing else, so that it goes as a whole. */
export type ChangedCase = { readonly edits: readonly TextEdit[]; readonly wholeFile: boolean };

/** The smallest edits of a case file's text. Throws a UserError when it holds no such case, or in a place that cannot be changed. */
export function changeCase(text: string, caseId: string, change: CaseChange): ChangedCase {
  const { cases, suites } = parseCaseFile(text);
  const found = cases.find((each) => each.id === caseId);
  if (!found) throw new UserError('no-such-case', `The file holds no case with the id ${caseId}.`, 'It may have been renamed or deleted since.');
  switch (change.kind) {
    case 'status': {
      const status = setInNode(text, found, ['status'], change.status);
      return { edits: [...status, ...(change.status === 'quarantined' ? [] : removeInNode(text, found, ['quarantine']))], wholeFile: false };
    }
    case 'quarantine': {
      const { kind: _, ...why } = change;
      const said = Object.fromEntries(Object.entries(why).filter((each): each is [string, string] => each[1] !== undefined));
      return { edits: [...setInNode(text, found, ['status'], 'quarantined'), ...setInNode(text, found, ['quarantine'], said)], wholeFile: false };
    }
    case 'reviewed':
      return { edits: setInNode(text, found, ['metadata', 'reviewed'], { by: change.by, at: change.at }), wholeFile: false };
    case 'remove': {
      if (cases.length === 1) return { edits: [], wholeFile: true };
      const suite = suites.find((each) => each.cases.includes(found.node));
      const list = suite?.root.byKey.get('cases')?.value;
      if (!suite || suite.single || list?.kind !== 'list') throw new UserError('not-in-a-list', `${caseId} is a document of its own between others of its file.`, 'Open the file and delete the document.');
      const edit = new YamlEdit(text, isJsonText(text));
      edit.removeItem(list, list.items.indexOf(found.node));
      return { edits: edit.edits, wholeFile: false };
    }
  }
}
