import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { LabelChange } from '../../src/core/model/label.ts';
import { UserError } from '../../src/core/support/errors.ts';
import type { CasePreview } from '../../src/protocol/makeApi.ts';
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
export type Subject = { readonly messages: readonly object[]; /** The call that was wrong. */ readonly wrong: string; readonly label?: LabelChange };
type Options = { readonly theme?: ThemeKind; readonly size?: Size; readonly answers?: Partial<Handlers<MakePageApi>>; readonly until?: string };

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
    async open({ messages, wrong, label = {} }, { theme = 'vscode-dark', size = { width: 1400, height: 900 }, answers = {}, until = '.proposal' } = {}) {
      const workspace = new TemporaryWorkspace();
      const { engine } = workspace;
      await engine.importFiles({ paths: [workspace.write('chat.jsonl', JSON.stringify({ id: 'run-1', messages }))] }, call);
      const [{ id: trace } = { id: '' }] = (await engine.listTraces({}, call)).traces;
      const { steps } = await engine.openTrajectory({ trace }, call);
      const firstWrongStep = steps.find(({ name }) => name.includes(wrong))?.n ?? 1;
      await engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' }, firstWrongStep, note: 'Said delivered without looking at the shipment', ...label } }, call);

      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const { port, attach } = pagePort(page);
      const calls: { readonly method: string; readonly args: unknown }[] = [];
      const requestOf = ({ folder: _folder, ...choices }: MakeChoices) => ({ trace, activate: true, ...choices });
      const host: MakeHost = {
        answers, workspace, asked: (method) => calls.filter((each) => each.method === method).map(({ args }) => args),
        propose: async (choices) => engine.proposeCase(requestOf(choices), call),
      };
      const usual: Handlers<MakePageApi> = {
        propose: (choices) => host.propose(choices),
        write: async (choices) => {
          await engine.makeCase({ ...requestOf(choices), findingsSeen: true }, call);
          return null;
        },
        openStep: () => null, pointAt: () => null, openCase: () => null, copy: () => null, cancel: () => null,
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
