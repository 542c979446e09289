import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { DraftRequest, MakeReport } from '../../protocol/makeApi.ts';
import type { MakeChoices, MakePageApi } from '../../protocol/makePage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

export type MakeDone = { /** The page has shown a case of this name. */ named(id: string): void; written(report: MakeReport): Promise<void>; close(): void };

/** What a page that makes a case of one trace is answered. */
export function answerMake({ engines, commands, trajectories }: Services, { folder, trace }: TraceRef, done: MakeDone): Handlers<MakePageApi> {
  const client = () => engines.writable(folder, 'Cases are').client;
  let folders: readonly string[] = [];

  async function fileIn(chosen: string | undefined, id: string | undefined): Promise<{ out?: string }> {
    if (chosen === undefined || id === undefined) return {};
    // A page that came back after a reload knows its choice before the editor knows what there is.
    if (folders.length === 0) folders = (await client().proposeCase({ trace })).folders;
    if (!folders.includes(chosen)) throw new UserError('no-such-folder', `${chosen} is no folder of cases.`, 'Choose another one.');
    return { out: isAbsolute(chosen) ? join(chosen, `${id}.case.yaml`) : `${chosen}/${id}.case.yaml` };
  }
  const requestOf = async ({ folder: into, ...choices }: MakeChoices, id: string | undefined): Promise<DraftRequest> => ({ trace, activate: true, ...choices, ...(await fileIn(into, id)) });

  return {
    async propose(choices, { signal }) {
      const first = await client().proposeCase(await requestOf(choices, choices.id), { signal });
      if (first.folders.length > 0) folders = first.folders;
      // A text may name the case anew, and the file is named after it.
      const preview = choices.folder !== undefined && first.id !== choices.id ? await client().proposeCase(await requestOf(choices, first.id), { signal }) : first;
      done.named(preview.id);
      return preview;
    },
    async write(choices, { signal }) {
      const { id } = await client().proposeCase(await requestOf(choices, choices.id), { signal });
      const report = await client().makeCase({ ...(await requestOf(choices, id)), findingsSeen: true }, { signal });
      await done.written(report);
      done.close();
      return null;
    },
    async openStep({ n }) {
      await commands.run('casebook.openTrajectory', { folder, trace }, n);
      return null;
    },
    pointAt({ n }) {
      trajectories.point({ folder, trace }, n);
      return null;
    },
    async openCase({ id }) {
      await commands.run('casebook.openCase', folder, id);
      return null;
    },
    async copy({ text }) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage('Copied the case', 3000);
      return null;
    },
    async cancel({ changed }) {
      const leave = !changed || (await vscode.window.showWarningMessage('Leave without writing the case?', { modal: true, detail: 'Nothing was written. Your choices and edits are lost.' }, 'Leave')) === 'Leave';
      if (leave) done.close();
      return null;
    },
  };
}
