import { z } from 'zod';
import type { EngineApi } from './engineApi.ts';
import type { Method, Parsers } from './rpc.ts';
import { ReaderChoices, TrajectoryViewState } from './trajectoryPage.ts';

/** Of a trajectory page, what its editor knows of it. */
export const FirstScreenRequest = z.strictObject({
  trace: z.string().min(1),
  /** Of the window, for times of day. */
  language: z.string(),
  reviewer: z.string().nullable(),
  /** As the reader left it. */
  state: TrajectoryViewState.nullable(),
  keys: z.record(z.string(), z.unknown()),
  choices: ReaderChoices.optional(),
});
export type FirstScreenRequest = z.infer<typeof FirstScreenRequest>;

/** What a page shows before its program has run: the markup its program draws, as text, everything recorded escaped in it. */
export type FirstScreen = {
  readonly html: string;
  /** Where the row begins that reading starts with, in pixels among the rows. */
  readonly cursor: number;
  /** How far the rows are scrolled. Null: so that the cursor is in view. */
  readonly scrolled: number | null;
};

/** What the worker answers besides the engine. */
export interface FirstScreenApi {
  /** Null where the page begins with something that only its program can draw. */
  firstScreen: Method<FirstScreenRequest, FirstScreen | null>;
}

export interface WorkerApi extends EngineApi, FirstScreenApi {}

export const firstScreenParsers: Parsers<FirstScreenApi> = { firstScreen: FirstScreenRequest };
