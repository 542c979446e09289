import { createRequire } from 'node:module';
import type { Log } from '../core/support/log.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { FirstScreenApi } from '../protocol/firstScreenApi.ts';
import type { firstScreen, rehearse } from '../../webview/firstScreen.tsx';
import type { Handlers } from '../protocol/rpc.ts';

type Program = { readonly firstScreen: typeof firstScreen; readonly rehearse: typeof rehearse };

/** By then a window that has just opened has its list. */
const startedMs = 100;
/** Drawn for the first time, 20,000 steps take more than twice as long as later. The first rehearsals are short: each takes milliseconds, and others go between them. */
const rehearsals = { short: 5, long: 25 } as const;
const turns = { short: 30, long: 330 } as const;
const betweenMs = 5;

/**
 * Writes the first screen of a page where its data is, so that a page has its rows before its program has run.
 * @param file the built program that does, absolute; read and rehearsed before somebody asks, if there is time
 */
export function serveFirstScreens(engine: Pick<Handlers<EngineApi>, 'openTrajectory' | 'failureClasses' | 'reviewState'>, file: string, log: Log): Handlers<FirstScreenApi> {
  let read: Program | undefined;
  const program = (): Program => (read ??= createRequire(file)(file) as Program);
  function goOn(drawn: number): void {
    if (drawn === rehearsals.short + rehearsals.long) return;
    try {
      program().rehearse(drawn < rehearsals.short ? turns.short : turns.long);
    } catch (error) {
      log.warn(`Pages begin without a first screen: ${String(error)}`);
      return;
    }
    setTimeout(goOn, betweenMs, drawn + 1).unref();
  }
  setTimeout(goOn, startedMs, 0).unref();
  return {
    async firstScreen({ trace, language, ...page }, context) {
      const { firstScreen } = program();
      const skeleton = await engine.openTrajectory({ trace }, context);
      const classes = await engine.failureClasses({}, context);
      const state = await engine.reviewState({ trace, by: page.reviewer ?? '' }, context);
      return firstScreen({ ...page, skeleton, classes }, language, state);
    },
  };
}
