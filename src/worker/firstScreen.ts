import { createRequire } from 'node:module';
import type { Log } from '../core/support/log.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { FirstScreenApi } from '../protocol/firstScreenApi.ts';
import type { firstScreen } from '../../webview/firstScreen.tsx';
import type { Handlers } from '../protocol/rpc.ts';

type Program = { readonly firstScreen: typeof firstScreen };

/** By then a window that has just opened has its list. */
const startedMs = 100;

/**
 * Writes the first screen of a page where its data is, so that a page has its rows before its program has run.
 * @param file the built program that does, absolute; read before somebody asks, if there is time
 */
export function serveFirstScreens(engine: Pick<Handlers<EngineApi>, 'openTrajectory' | 'failureClasses'>, file: string, log: Log): Handlers<FirstScreenApi> {
  let read: Program | undefined;
  const program = (): Program => (read ??= createRequire(file)(file) as Program);
  setTimeout(() => {
    try {
      program();
    } catch (error) {
      log.warn(`Pages begin without a first screen: ${String(error)}`);
    }
  }, startedMs).unref();
  return {
    async firstScreen({ trace, language, ...page }, context) {
      const { firstScreen } = program();
      const skeleton = await engine.openTrajectory({ trace }, context);
      const classes = await engine.failureClasses({}, context);
      return firstScreen({ ...page, skeleton, classes }, language);
    },
  };
}
