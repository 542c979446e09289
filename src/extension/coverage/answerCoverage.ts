import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { CoveragePageApi } from '../../protocol/coveragePage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { CaseFilter } from '../display/caseFilter.ts';
import type { Services } from '../services/services.ts';

/** What the coverage page of a folder is answered. */
export function answerCoverage({ commands, engines }: Services, folder: string): Handlers<CoveragePageApi> {
  return {
    async open(_request, { signal }) {
      const { name, client } = engines.of(folder);
      return { folder, name, coverage: await client.coverage({}, { signal }) };
    },
    async openCase({ caseId, file }) {
      await commands.run('casebook.openCaseFile', { uri: vscode.Uri.file(isAbsolute(file) ? file : join(folder, file)).toString(), caseId });
      return null;
    },
    async openTrace({ trace }) {
      await commands.run('casebook.openTrajectory', { folder, trace });
      return null;
    },
    async showTraces({ by, value }) {
      await commands.run('casebook.showTracesOf', { folder, by, value });
      return null;
    },
    async showCases({ by, value }) {
      const filter: CaseFilter = by === 'failure' ? { class: value } : by === 'tag' ? { tag: value } : { text: value };
      await commands.run('casebook.showCases', filter);
      return null;
    },
    async copyMarkdown(_request, { signal }) {
      await vscode.env.clipboard.writeText((await engines.of(folder).client.coverageMarkdown({}, { signal })).markdown);
      vscode.window.setStatusBarMessage('Copied the coverage as Markdown', 3000);
      return null;
    },
    async importTraces() {
      await commands.run('casebook.importTraces');
      return null;
    },
    async makeCase() {
      await commands.run('casebook.makeCase');
      return null;
    },
  };
}
