import { adkSession } from './adkSession.ts';
import { anthropicManagedAgents } from './anthropicManagedAgents.ts';
import { antigravity } from './antigravity.ts';
import { atif } from './atif.ts';
import { braintrust } from './braintrust.ts';
import { chat } from './chat.ts';
import { claudeCode } from './claudeCode.ts';
import { codex } from './codex.ts';
import { codexExec } from './codexExec.ts';
import { copilotChat } from './copilotChat.ts';
import { copilotCli } from './copilotCli.ts';
import { cursor } from './cursor.ts';
import { cursorStore } from './cursorStore.ts';
import { deepeval } from './deepeval.ts';
import { droid } from './droid.ts';
import { flat } from './flat.ts';
import type { Format } from './format.ts';
import { geminiCli } from './geminiCli.ts';
import { grok } from './grok.ts';
import { hermes } from './hermes.ts';
import { inspect } from './inspect.ts';
import { jaeger } from './jaeger.ts';
import { kimiCli } from './kimiCli.ts';
import { kimiCode } from './kimiCode.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { miniSweAgent } from './miniSweAgent.ts';
import { mlflow } from './mlflow.ts';
import { openaiAgents } from './openaiAgents.ts';
import { openaiResponses } from './openaiResponses.ts';
import { openaiRunState } from './openaiRunState.ts';
import { opencode } from './opencode.ts';
import { opencodeEvents } from './opencodeEvents.ts';
import { openHandsV0 } from './openHandsV0.ts';
import { openHandsV1 } from './openHandsV1.ts';
import { opik } from './opik.ts';
import { otelFlat } from './otelFlat.ts';
import { otlp } from './otlp.ts';
import { phoenix } from './phoenix.ts';
import { pi } from './pi.ts';
import { qwenCode } from './qwenCode.ts';
import { sweAgent } from './sweAgent.ts';
import { tau } from './tau.ts';
import { tau2 } from './tau2.ts';
import { tempo } from './tempo.ts';
import { vercelSpans } from './vercelSpans.ts';
import { weave } from './weave.ts';

/** Most specific first: the first format that knows a sample reads the file. */
export const formats: readonly Format[] = [
  // Runs of benchmarks and agents, as their own programs write them.
  atif, inspect, miniSweAgent, sweAgent, tau, tau2, openHandsV0, openHandsV1, adkSession,
  // Sessions of coding agents.
  opencode, opencodeEvents, codex, codexExec, copilotCli, geminiCli, qwenCode, claudeCode, cursor, cursorStore, kimiCode, kimiCli, pi, droid, grok, hermes, antigravity, anthropicManagedAgents, copilotChat,
  // Spans of OpenTelemetry, by their containers.
  otlp, tempo, jaeger, vercelSpans, otelFlat, phoenix,
  // Platforms and SDKs with spans of their own.
  langfuse, langsmith, braintrust, mlflow, weave, opik, openaiAgents, openaiRunState, deepeval, openaiResponses,
  // What anybody may have written.
  flat, chat,
];
