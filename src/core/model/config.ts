import { z } from 'zod';
import { ColumnMap } from './columnMap.ts';
import { Json, JsonMap } from './json.ts';
import { QueueConfig, ReviewConfig } from './queue.ts';
import { SignalsConfig } from './signals.ts';

const Replay = z.strictObject({ type: z.literal('replay').describe('The recorded trace, without running anything.') });

/** What a target may answer with (METRICS 1.1). */
export const answerNames = ['output', 'toolCalls', 'messages', 'retrieved', 'citations', 'state', 'approvals', 'escalated', 'terminal', 'fallback', 'costUsd', 'usage'] as const;

const spans = z.enum(['auto', 'require', 'only', 'off']).optional().describe('What its OpenTelemetry spans count for. auto (the default): they tell what the answer is silent about. require: a trial without spans is an error. only: as require, and the answer is read from the spans alone. off: none are received.');

const atOnce = z.number().int().min(1).max(256);
const targetConcurrency = atOnce.optional().describe('How many trials of it run at once. Default: as many as the run (runs.concurrency).');

/** A program that gets the case's input as JSON on stdin and answers on stdout (DESIGN 6). */
export const CommandTarget = z.strictObject({
  type: z.literal('command').describe('A program in any language.'),
  command: z.union([z.string(), z.array(z.string()).min(1)]).describe('The program and its arguments. A list is run as it is; a text is split as a shell would, without running one.'),
  cwd: z.string().optional().describe('Working folder, relative to the workspace folder.'),
  env: z.record(z.string(), z.string()).optional().describe('Extra environment variables. {{env.NAME}} takes a secret from your environment.'),
  timeoutMs: z.number().int().positive().optional().describe('Longest run of one trial. Default 60000.'),
  maxOutputBytes: z.number().int().positive().optional().describe('Longest answer. Default 10485760.'),
  workers: z.number().int().min(1).max(64).optional().describe('Keeps up to this many copies running and asks each one question after another: a line {"id", "input": {"id", "query", "messages", "vars"}, "traceparent"} on stdin, answered by a line {"id", "answer"} or {"id", "error"} on stdout. A copy that crashes or hangs is replaced. Absent: the program is started anew for each trial.'),
  concurrency: targetConcurrency,
  spans,
});
export type CommandTarget = z.infer<typeof CommandTarget>;

/** An agent behind an address (DESIGN 6). Placeholders in url, headers and body: query, messages, id, vars.NAME, env.NAME, otlp.endpoint. */
export const HttpTarget = z.strictObject({
  type: z.literal('http').describe('An agent that answers over HTTP.'),
  url: z.string().describe('Address that is asked. {{query}}, {{id}} and {{vars.NAME}} are percent-encoded. Redirects are followed within the same origin.'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH']).optional().describe('Default POST.'),
  headers: z.record(z.string(), z.string()).optional().describe('Headers. {{env.NAME}} takes a secret from your environment.'),
  body: Json.optional().describe('What is sent: a map or list, written as JSON, or a text. A value that is only {{messages}}, {{query}} or {{vars.NAME}} becomes that value; within a text it becomes text. Default: id, query, messages and vars, as a program gets them.'),
  response: z.partialRecord(z.enum(answerNames), z.string()).optional().describe('Where the parts of the answer stand in the response: JSON pointers by the names of the answer, such as output: /choices/0/message/content. Default: the response is the answer, under these names, or a plain text.'),
  retries: z.number().int().min(0).max(10).optional().describe('How often a connection that cannot be made is tried again. Default 2. What was answered is never asked again.'),
  timeoutMs: z.number().int().positive().max(300_000).optional().describe('Longest time of one trial, at most 300000. Default 60000.'),
  maxOutputBytes: z.number().int().positive().optional().describe('Longest response. Default 10485760.'),
  concurrency: targetConcurrency,
  spans,
  otlpPort: z.number().int().min(1).max(65535).optional().describe('Port on 127.0.0.1 where its OpenTelemetry spans are received during a run; let it export to http://127.0.0.1:PORT and take up the traceparent header. Default: any free port, which {{otlp.endpoint}} tells it in url, headers or body; without either, none are received.'),
});
export type HttpTarget = z.infer<typeof HttpTarget>;

export const Target = z.discriminatedUnion('type', [Replay, CommandTarget, HttpTarget]);
export type Target = z.infer<typeof Target>;

/** Where a fact is read from: an attribute or metadata name, or `{default: value}`. The first present wins (METRICS 1.1). */
const FactSources = z.array(z.union([z.string(), z.strictObject({ default: Json.describe('Value where nothing else says it.') }), z.strictObject({ answer: Json.describe('A matcher on the answer: the fact holds where it matches.') })]));
const FromCall = z.strictObject({
  tool: z.string().describe('The call that asks for it.'),
  granted: Json.optional().describe('Matcher on the result of that call: it was granted where it matches.'),
  by: z.string().optional().describe('JSON pointer into the result: who granted it.'),
});

const FromAttribute = z.strictObject({
  attribute: z.string().describe('Attribute of a span or of one of its events that records it.'),
  granted: Json.optional().describe('Matcher on the attribute: it was granted where it matches. Absent: accepted, approved, granted, allowed, yes and true grant it.'),
  by: z.string().optional().describe('Attribute with the name of who granted it.'),
});
const FromAnswer = z.strictObject({ answer: Json.describe('A matcher on the answer: it was handed over where it matches.') });

export const FactsConfig = z.strictObject({
  user: FactSources.describe('Who asked.'),
  role: FactSources.describe('Role of who asked.'),
  useCase: FactSources.describe('What the run was for.'),
  queue: FactSources.describe('Queue the task came from.'),
  risk: FactSources.describe('low, medium, high or critical.'),
  promptVersion: FactSources.describe('Version of the prompt.'),
  feedback: FactSources.describe('accepted, edited or rejected.'),
  finalText: FactSources.describe('What the user kept after editing.'),
  editMinutes: FactSources.describe('How long the user edited.'),
  learningMinutes: FactSources.describe('How long the user took to learn what the task needed.'),
  outcome: FactSources.describe('used, ignored or workaround.'),
  fallback: FactSources.describe('Whether the run fell back.'),
  snapshot: FactSources.describe('Snapshot of the index that was searched.'),
  approval: z.union([FromCall, FromAttribute]).describe('How an approval shows in a trace.'),
  escalation: z.union([FromCall, FromAttribute, FromAnswer]).describe('How handing over to a person shows in a trace.'),
  blocked: z.strictObject({ status: z.string().describe('Status of a span that a guard stopped.') }).describe('How a blocked call shows in a trace.'),
}).partial();
export type FactsConfig = z.infer<typeof FactsConfig>;

/** Used where config.yaml does not map a fact. */
export const defaultFacts: FactsConfig = {
  user: ['user.id', 'enduser.id', 'userId'],
  role: ['casebook.user.role'],
  useCase: ['casebook.use_case'],
  queue: ['casebook.queue'],
  risk: ['casebook.risk'],
  promptVersion: ['gen_ai.prompt.version', 'langfuse.observation.prompt.version'],
  feedback: ['score:user_feedback', 'casebook.feedback', 'userFeedback'],
  finalText: ['casebook.final_text'],
  editMinutes: ['casebook.edit_minutes'],
  learningMinutes: ['casebook.learning_minutes'],
  outcome: ['casebook.outcome'],
  fallback: ['casebook.fallback'],
  snapshot: ['casebook.index_snapshot'],
  approval: { tool: 'requestApproval', granted: { $subset: { approved: true } }, by: '/approver' },
  escalation: { tool: 'escalateToHuman' },
};

const perMillion = z.number().nonnegative();

/** What a model costs, in US dollars per million tokens. Cached tokens cost as plain input where they have no price of their own. */
export const Price = z.strictObject({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Write the day as 2026-01-31.').describe('Day on which this was the price, such as 2026-01-31. Shown with every computed cost.'),
  input: perMillion.describe('US dollars per million input tokens.'),
  cachedRead: perMillion.optional().describe('US dollars per million input tokens read from the cache.'),
  cacheWrite: perMillion.optional().describe('US dollars per million input tokens written to the cache.'),
  cacheWrite1h: perMillion.optional().describe('US dollars per million input tokens written to the cache for an hour, where that costs more.'),
  output: perMillion.describe('US dollars per million output tokens, reasoning included.'),
  above: z.strictObject({
    inputTokens: z.number().int().positive().describe('A prompt longer than this costs as below, as a whole.'),
    input: perMillion.describe('US dollars per million input tokens of a long prompt.'),
    cachedRead: perMillion.optional().describe('US dollars per million cached input tokens of a long prompt.'),
    output: perMillion.describe('US dollars per million output tokens after a long prompt.'),
  }).optional().describe('Prices of long prompts.'),
});
export type Price = z.infer<typeof Price>;

/** Where traces come from, and how they are read where that is not plain from their content. */
export const TraceSource = z.strictObject({
  folder: z.string().optional().describe('Folder of exports, relative to the workspace folder. Absent: any, for a column map.'),
  files: z.string().optional().describe('Names of the files in it, with * and ?; default: all.'),
  format: z.string().optional().describe('Read them as this format (casebook formats); default: found out by content.'),
  map: ColumnMap.optional().describe('Which column is what, in rows of no known format.'),
  watch: z.boolean().optional().describe('Import new and grown files by themselves while the editor is open. Default false.'),
});
export type TraceSource = z.infer<typeof TraceSource>;

/** A tool as config.yaml lists it; a catalogue file of its own may spell the schema as its framework does. */
export const CatalogueTool = z.strictObject({
  name: z.string().describe('Name that calls carry.'),
  description: z.string().optional().describe('What the tool does, as the model is told.'),
  schema: JsonMap.optional().describe('JSON Schema of the arguments.'),
  mutates: z.boolean().optional().describe('The tool changes something: calls of it are not repeated lightly.'),
  group: z.string().optional().describe('Group of tools that an agent gets together; release.yaml names it.'),
});

export const Reviewer = z.strictObject({
  name: z.string().describe('Name of the reviewer, as in the name of the journal.'),
  was: z.array(z.string()).optional().describe('Earlier names: what was labelled under them counts as this reviewer\'s.'),
});
export type Reviewer = z.infer<typeof Reviewer>;

/** How cases are run, whatever the target. */
export const RunsConfig = z.strictObject({
  concurrency: atOnce.optional().describe('How many trials run at once. Default 2.'),
  askAboveUsd: z.number().nonnegative().optional().describe('Ask before a run or a replay of traces whose estimated cost is above so many US dollars. A run is estimated from what the same cases cost before, a replay from what the recorded runs cost; without a terminal it is refused unless --yes is given.'),
  stopAboveUsd: z.number().positive().optional().describe('End a run once its trials have cost more than so many US dollars. What is done is kept, and the rest is not run.'),
});
export type RunsConfig = z.infer<typeof RunsConfig>;

/** `casebook/config.yaml` (FILES). Parts that later versions use are accepted as they are. */
export const Config = z.strictObject({
  casebook: z.literal(1).optional().describe('Version of the file format.'),
  targets: z.record(z.string(), Target).optional().describe('What cases are run against, by name.'),
  defaultTarget: z.string().optional().describe('The target of cases that name none. Never replay.'),
  runs: RunsConfig.optional().describe('How many trials run at once, and what a run may cost.'),
  judges: z.record(z.string(), JsonMap).optional().describe('Judges by name.'),
  tools: z.union([z.string(), z.array(z.union([z.string(), CatalogueTool]))]).optional().describe('Tool catalogue: a list, a file, or traces to take what was seen.'),
  documents: z.string().optional().describe('Document index: a file that lists ids, or traces to take what was seen.'),
  tags: z.array(z.string()).optional().describe('Coverage tags that cases may use.'),
  roles: z.array(z.string()).optional().describe('Roles that approvals and cases may name.'),
  reviewers: z.array(Reviewer).optional().describe('People who label traces, and the names they had.'),
  queues: z.array(QueueConfig).optional().describe('Queues of traces to review beside the built-in ones: week, failed, overridden, mine, sample, flagged and unreviewed.'),
  review: ReviewConfig.optional().describe('How traces are reviewed.'),
  owners: z.array(z.string()).optional().describe('People and teams that cases may name.'),
  facts: FactsConfig.optional().describe('Where each fact stands in your traces. What is not listed is unknown.'),
  redaction: z.strictObject({
    secrets: z.enum(['on', 'off']).optional().describe('Replace likely secrets on import. Default on.'),
    personal: z.enum(['on', 'off']).optional().describe('Replace likely personal data on import. Default off.'),
    rules: z.array(z.strictObject({ name: z.string().describe('Name of the placeholder.'), pattern: z.string().describe('Regular expression of what is replaced.') })).optional().describe('What else is replaced.'),
  }).optional().describe('What is replaced before anything is stored.'),
  sources: z.array(TraceSource).optional().describe('Folders that traces are imported from, and what is what in rows of your own.'),
  prices: z.record(z.string(), Price).optional().describe('Prices per model, dated; they override the built-in ones.'),
  windows: z.record(z.string(), z.number().int().positive()).optional().describe('Context windows in tokens per model; they override the built-in ones.'),
  signals: SignalsConfig.optional().describe('Which signals are looked for in a trace. By default all but those that were wrong too often.'),
  timezone: z.string().optional().describe('Time zone of reports, such as Europe/Berlin.'),
  evaluators: JsonMap.optional().describe('Options of evaluators.'),
});
export type Config = z.infer<typeof Config>;
