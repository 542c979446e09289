import { relative } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { LabelChange } from '../../src/core/model/label.ts';
import { UserError } from '../../src/core/support/errors.ts';
import type { CasePreview, DraftRequest } from '../../src/protocol/makeApi.ts';
import { makePageParsers } from '../../src/protocol/makePage.ts';
import type { MakeChoices, MakePageApi } from '../../src/protocol/makePage.ts';
import { RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import type { Size } from './openPage.ts';
import { makePage, servePage } from './pageServer.ts';
import type { PageServer } from './pageServer.ts';
import { pagePort } from './pagePort.ts';
import type { ThemeKind } from './themes.ts';

export type MakeHost = { answers: Partial<Handlers<MakePageApi>>; propose(choices: MakeChoices): Promise<CasePreview>; asked(method: keyof MakePageApi): readonly unknown[]; readonly workspace: TemporaryWorkspace };
export type OpenedMake = AsyncDisposable & { readonly page: Page; readonly host: MakeHost; readonly errors: readonly string[] };
export type Subject = { readonly messages: readonly object[]; /** The call that was wrong. */ readonly wrong: string; readonly label?: LabelChange; /** First questions of further runs that are else the same, and labelled alike. */ readonly more?: readonly string[] };
type Options = { readonly theme?: ThemeKind; readonly size?: Size; readonly answers?: Partial<Handlers<MakePageApi>>; readonly until?: string; /** Files of the workspace, by path. */ readonly files?: Readonly<Record<string, string>> };

/** One browser and one server for the tests of a file. What the page shows is what the engine proposes of the run it is given, and what is written is written. */
export function makeSuite(): { open(subject: Subject, options?: Options): Promise<OpenedMake> } {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), servePage(makePage)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    async open({ messages, wrong, label = {}, more = [] }, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {}, until = '.proposal', files = {} } = {}) {
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

      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const { port, attach } = pagePort(page);
      const calls: { readonly method: string; readonly args: unknown }[] = [];
      const requestOf = ({ at, folder = 'casebook/cases', suite, append, seen, ...choices }: MakeChoices): DraftRequest => ({
        trace: summaries[at]!.id, activate: seen, ...choices, ...(more.length > 0 ? { together: summaries.map(({ id }) => id) } : {}),
        ...(append === undefined ? suite === undefined ? {} : { append: `${folder}/${suite}.case.yaml` } : { append }),
      });
      const host: MakeHost = {
        answers, workspace, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args),
        propose: async (choices) => engine.proposeCase(requestOf(choices), call),
      };
      const usual: Handlers<MakePageApi> = {
        begin: async () => ({ ...(await engine.casePlaces({}, call)), traces: summaries.map(({ id, query }) => ({ trace: id, title: (query ?? id).slice(0, 48) })), fromStep: null }),
        propose: (choices) => host.propose(choices),
        write: async (choices) => {
          const { id, file, proof } = await engine.makeCase({ ...requestOf(choices), findingsSeen: true }, call);
          return { id, shownFile: relative(workspace.folder, file), sentence: proof.sentence };
        },
        finish: () => null, openStep: () => null, pointAt: () => null, openCase: () => null, copy: () => null, cancel: () => null,
      };
      const handlers = Object.fromEntries((Object.keys(usual) as (keyof MakePageApi)[]).map((method) => [method, (args: never, ask: never) => {
        calls.push({ method, args });
        return (host.answers[method] ?? usual[method])(args, ask);
      }])) as unknown as Handlers<MakePageApi>;
      serve<MakePageApi>(port, 'page', handlers, makePageParsers, (error) => (error instanceof RemoteError || error instanceof UserError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) }));
      await attach();
      await page.goto(server.url(theme));
      await page.locator(until).first().waitFor();
      return {
        page, host, errors,
        async [Symbol.asyncDispose]() {
          await context.close();
          workspace[Symbol.dispose]();
        },
      };
    },
  };
}
