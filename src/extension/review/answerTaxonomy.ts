import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { TaxonomyReport } from '../../protocol/taxonomyApi.ts';
import type { TaxonomyPageApi } from '../../protocol/taxonomyPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Services } from '../services/services.ts';

export function answerTaxonomy({ engines, reviewer, changes }: Services, folder: string): Handlers<TaxonomyPageApi> {
  const file = vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'taxonomy.yaml');

  /** Whatever is typed and not saved would be overwritten, or overwrite. */
  function refuseUnsaved(): void {
    const open = vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === file.toString());
    if (open) throw new UserError('taxonomy-unsaved', 'casebook/taxonomy.yaml has changes that are not saved.', 'Save it, then try again.');
  }

  function tell(report: TaxonomyReport): TaxonomyReport {
    const [trace] = report.traces;
    if (trace !== undefined) changes.label.fire({ folder, trace, label: null });
    changes.traces.fire();
    return report;
  }

  return {
    readTaxonomy: (_request, { signal }) => engines.of(folder).client.taxonomy({ by: reviewer.current() ?? '' }, { signal }),
    readNotes: (request, { signal }) => engines.of(folder).client.classNotes({ ...request, by: reviewer.current() ?? '' }, { signal }),
    async editTaxonomy({ edit }) {
      const { client } = engines.writable(folder, 'Labels are');
      if (edit.kind !== 'sort') refuseUnsaved();
      const by = await reviewer.ensure();
      return by ? tell(await client.changeTaxonomy({ by, edit })) : null;
    },
    async undoTaxonomyEdit({ redo }) {
      const { client } = engines.writable(folder, 'Labels are');
      refuseUnsaved();
      const by = reviewer.current();
      const report = by ? await client.undoTaxonomy({ by, redo }) : null;
      return report && tell(report);
    },
    async openTaxonomyFile() {
      const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
      await vscode.window.showTextDocument(exists ? file : file.with({ scheme: 'untitled' }));
      return null;
    },
  };
}
