import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { DraftRequest, MakeReport } from '../../protocol/makeApi.ts';
import type { MakeChoices, MakePageApi } from '../../protocol/makePage.ts';
import type { CasePlaces } from '../../protocol/proposalApi.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { traceTitle } from '../display/traceRow.ts';
import { askFirst } from '../services/notify.ts';
import type { Services } from '../services/services.ts';
import type { MakeRef } from './makeRef.ts';

export type MakeDone = {
  /** The page has shown a case of this name. */
  named(id: string): void;
  /** One case is there now. */
  written(report: MakeReport): void;
  /** The trajectory beside follows, if there is one. */
  pointAt(trace: string, step: number | undefined): Promise<void>;
  /** Opens and tells of what was written since the page opened. */
  finished(): Promise<void>;
  close(): void;
};

/** What a page that makes cases of traces is answered. */
export function answerMake({ engines, commands }: Services, { folder, traces, fromStep }: MakeRef, done: MakeDone): Handlers<MakePageApi> {
  const client = () => engines.writable(folder, 'Cases are').client;
  let known: CasePlaces | undefined;

  const traceAt = (at: number): string => {
    const trace = traces[at];
    if (trace === undefined) throw new UserError('no-such-trace', `The page has no trace ${at + 1}.`, 'Open the page again.');
    return trace;
  };
  // A page that came back after a reload knows its choice before the editor knows what there is.
  const places = async (): Promise<CasePlaces> => (known ??= await client().casePlaces({}));

  async function placeOf({ folder: into, suite, append }: MakeChoices, id: string | undefined): Promise<Pick<DraftRequest, 'out' | 'append'>> {
    if (append !== undefined) {
      if (!(await places()).suites.includes(append)) throw new UserError('no-such-file', `${append} is no file of several cases.`, 'Choose another one.');
      return { append };
    }
    if (into !== undefined && !(await places()).folders.includes(into)) throw new UserError('no-such-folder', `${into} is no folder of cases.`, 'Choose another one.');
    const within = into ?? 'casebook/cases';
    if (suite !== undefined) return { append: `${within}/${suite}.case.yaml` };
    return into === undefined || id === undefined ? {} : { out: `${within}/${id}.case.yaml` };
  }
  async function requestOf(given: MakeChoices, id: string | undefined): Promise<DraftRequest> {
    const { at, folder: _folder, suite: _suite, append: _append, confirmed, ...choices } = given;
    return { trace: traceAt(at), activate: confirmed, ...choices, ...(traces.length > 1 ? { together: [...traces] } : {}), ...(await placeOf(given, id)) };
  }

  return {
    async begin() {
      known = undefined;
      const [there, ...found] = await Promise.all([places(), ...traces.map((trace) => client().findTrace({ trace }))]);
      return { ...there, traces: found.map((summary) => ({ trace: summary.id, title: traceTitle(summary) })), fromStep: fromStep ?? null };
    },
    async propose(choices, { signal }) {
      const first = await client().proposeCase(await requestOf(choices, choices.id), { signal });
      // A text may name the case anew, and the file is named after it.
      const preview = choices.folder !== undefined && first.id !== choices.id ? await client().proposeCase(await requestOf(choices, first.id), { signal }) : first;
      done.named(preview.id);
      return preview;
    },
    async write(choices, { signal }) {
      const preview = await client().proposeCase(await requestOf(choices, choices.id), { signal });
      if (choices.suite !== undefined && !preview.isNewFile) throw new UserError('case-file-exists', `${preview.shownFile} exists already.`, 'Give the new file another name, or choose to add to that one.');
      const report = await client().makeCase({ ...(await requestOf(choices, preview.id)), findingsSeen: true }, { signal });
      const { id, proof: { sentence } } = report;
      // From now on it takes the other cases.
      if (choices.suite !== undefined && known) known = { ...known, suites: [...known.suites, preview.shownFile] };
      done.written(report);
      if (traces.length === 1) {
        await done.finished();
        done.close();
      }
      return { id, shownFile: preview.shownFile, sentence };
    },
    async finish() {
      await done.finished();
      done.close();
      return null;
    },
    async openStep({ at, n }) {
      await commands.run('casebook.openTrajectory', { folder, trace: traceAt(at) }, n);
      return null;
    },
    async pointAt({ at, n }) {
      await done.pointAt(traceAt(at), n);
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
      const leave = !changed || (await askFirst('Leave without writing?', traces.length === 1 ? 'Nothing was written. Your choices and edits are lost.' : 'What was written stays. Your other choices and edits are lost.', 'warning', 'Leave')) === 'Leave';
      if (leave) {
        await done.finished();
        done.close();
      }
      return null;
    },
  };
}
