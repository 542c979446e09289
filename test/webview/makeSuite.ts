import { relative } from 'node:path';
import type { LabelChange } from '../../src/core/model/label.ts';
import type { CasePreview, DraftRequest } from '../../src/protocol/makeApi.ts';
import { makePageParsers } from '../../src/protocol/makePage.ts';
import type { MakeChoices, MakePageApi, MakePageEvents } from '../../src/protocol/makePage.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { makePage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

type Host = PageHost<MakePageApi, MakePageEvents>;
type MakeHost = Host & { propose(choices: MakeChoices): Promise<CasePreview>; readonly workspace: TemporaryWorkspace };
export type OpenedMake = OpenedPage<MakeHost>;
export type Subject = { readonly messages: readonly object[]; /** The call that was wrong. */ readonly wrong: string; readonly label?: LabelChange; /** First questions of further runs that are else the same, and labelled alike. */ readonly more?: readonly string[] };
type Options = PageOptions<Host> & { /** Files of the workspace, by path. */ readonly files?: Readonly<Record<string, string>> };

/** What the page shows is what the engine proposes of the run it is given, and what is written is written. */
export function makeSuite(): { open(subject: Subject, options?: Options): Promise<OpenedMake> } {
  const openPage = pageSuite<MakePageApi, MakePageEvents>(makePage, makePageParsers);
  return {
    async open({ messages, wrong, label = {}, more = [] }, { files = {}, ...options } = {}) {
      const workspace = new TemporaryWorkspace();
      const { engine } = workspace;
      for (const [path, text] of Object.entries(files)) workspace.write(path, text);
      const runs = [messages, ...more.map((content) => [{ role: 'user', content }, ...messages.slice(1)])];
      await engine.importFiles({ paths: [workspace.write('chat.jsonl', runs.map((each, n) => JSON.stringify({ id: `run-${n + 1}`, messages: each })).join('\n'))] }, call);
      const summaries = (await engine.listTraces({}, call)).traces.toSorted((a, b) => a.nativeId.localeCompare(b.nativeId));
      for (const { id: trace } of summaries) {
        const { steps } = await engine.openTrajectory({ trace }, call);
        const firstWrongStep = steps.find(({ name }) => name.includes(wrong))?.n ?? 1;
        await engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' }, firstWrongStep, note: 'Said delivered without looking at the shipment', ...label } }, call);
      }

      const requestOf = ({ at, folder = 'casebook/cases', suite, append, confirmed, ...choices }: MakeChoices): DraftRequest => ({
        trace: summaries[at]!.id, activate: confirmed, ...choices, ...(more.length > 0 ? { together: summaries.map(({ id }) => id) } : {}),
        ...(append === undefined ? suite === undefined ? {} : { append: `${folder}/${suite}.case.yaml` } : { append }),
      });
      const propose = async (choices: MakeChoices): Promise<CasePreview> => engine.proposeCase(requestOf(choices), call);
      const opened = await openPage({
        begin: async () => ({ ...(await engine.casePlaces({}, call)), traces: summaries.map(({ id, query }) => ({ trace: id, title: (query ?? id).slice(0, 48) })), fromStep: null }),
        propose,
        write: async (choices) => {
          const { id, file, proof } = await engine.makeCase({ ...requestOf(choices), findingsSeen: true }, call);
          return { id, shownFile: relative(workspace.folder, file), sentence: proof.sentence };
        },
        finish: () => null, openStep: () => null, pointAt: () => null, openCase: () => null, copy: () => null, cancel: () => null,
      }, { until: '.proposal', ...options });
      return {
        ...opened, host: Object.assign(opened.host, { propose, workspace }),
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          workspace[Symbol.dispose]();
        },
      };
    },
  };
}
