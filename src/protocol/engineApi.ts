import { agreementParsers, type AgreementApi } from './agreementApi.ts';
import { caseParsers, type CaseApi } from './caseApi.ts';
import { compareParsers, type CompareApi } from './compareApi.ts';
import { exchangeParsers, type ExchangeApi } from './exchangeApi.ts';
import { failureLogParsers, type FailureLogApi } from './failureLogApi.ts';
import { importParsers, type ImportApi } from './importApi.ts';
import { labelParsers, type LabelApi } from './labelApi.ts';
import { makeParsers, type MakeApi } from './makeApi.ts';
import { patternsParsers, type PatternsApi } from './patternsApi.ts';
import { queueParsers, type QueueApi } from './queueApi.ts';
import { readerParsers, type ReaderApi } from './readerApi.ts';
import { replayParsers, type ReplayApi } from './replayApi.ts';
import { runParsers, type RunApi } from './runApi.ts';
import { runViewParsers, type RunViewApi } from './runViewApi.ts';
import { shareParsers, type ShareApi } from './shareApi.ts';
import { taxonomyParsers, type TaxonomyApi } from './taxonomyApi.ts';
import { traceParsers, type TraceApi } from './traceApi.ts';
import { usersParsers, type UsersApi } from './usersApi.ts';
import type { Parsers } from './rpc.ts';

/** What the engine does for whoever asks: the editor through a worker, the command line by a direct call. */
export interface EngineApi extends AgreementApi, CaseApi, CompareApi, ExchangeApi, FailureLogApi, ImportApi, LabelApi, MakeApi, PatternsApi, QueueApi, ReaderApi, ReplayApi, RunApi, RunViewApi, ShareApi, TaxonomyApi, TraceApi, UsersApi {}

export const engineParsers: Parsers<EngineApi> = {
  ...agreementParsers,
  ...caseParsers,
  ...compareParsers,
  ...exchangeParsers,
  ...failureLogParsers,
  ...importParsers,
  ...labelParsers,
  ...makeParsers,
  ...patternsParsers,
  ...queueParsers,
  ...readerParsers,
  ...replayParsers,
  ...runParsers,
  ...runViewParsers,
  ...shareParsers,
  ...taxonomyParsers,
  ...traceParsers,
  ...usersParsers,
};

/** The worker's start data. */
export type EngineOptions = {
  /** The workspace folder, absolute. */
  readonly workspace: string;
  /** Where the index lives when the workspace folder cannot be written, absolute. */
  readonly fallbackStorage: string;
  /** Of Casebook; a proof says which one made it. */
  readonly version?: string;
};
