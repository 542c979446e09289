import { createRequire } from 'node:module';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { FirstScreenApi } from '../protocol/firstScreenApi.ts';
import type { firstScreen } from '../../webview/firstScreen.tsx';
import type { Handlers } from '../protocol/rpc.ts';

type Program = { readonly firstScreen: typeof firstScreen };

/**
 * Writes the first screen of a page where its data is, so that a page has its rows before its program has run.
 * @param file the built program that does, absolute; read when it is first needed
 */
export function serveFirstScreens(engine: Pick<Handlers<EngineApi>, 'openTrajectory' | 'failureClasses'>, file: string): Handlers<FirstScreenApi> {
  let program: Program | undefined;
  return {
    async firstScreen({ trace, language, ...page }, context) {
      program ??= createRequire(file)(file) as Program;
      const skeleton = await engine.openTrajectory({ trace }, context);
      const classes = await engine.failureClasses({}, context);
      return program.firstScreen({ ...page, skeleton, classes }, language);
    },
  };
}
