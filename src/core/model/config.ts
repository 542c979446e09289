import { z } from 'zod';
import { Json, JsonMap } from './json.ts';

const Replay = z.strictObject({ type: z.literal('replay') });

/** A program that gets the case's input as JSON on stdin and answers on stdout (DESIGN 6). */
export const CommandTarget = z.strictObject({
  type: z.literal('command'),
  command: z.union([z.string(), z.array(z.string()).min(1)]).describe('The program and its arguments. A list is run as it is; a text is split as a shell would, without running one.'),
  cwd: z.string().optional().describe('Working folder, relative to the workspace folder.'),
  env: z.record(z.string(), z.string()).optional().describe('Extra environment variables. {{env.NAME}} takes a secret from your environment.'),
  timeoutMs: z.number().int().positive().optional().describe('Longest run of one trial. Default 60000.'),
  maxOutputBytes: z.number().int().positive().optional().describe('Longest answer. Default 10485760.'),
});
export type CommandTarget = z.infer<typeof CommandTarget>;

export const Target = z.discriminatedUnion('type', [Replay, CommandTarget]);
export type Target = z.infer<typeof Target>;

/** Where a fact is read from: an attribute or metadata name, or `{default: value}`. The first present wins (METRICS 1.1). */
const FactSources = z.array(z.union([z.string(), z.strictObject({ default: Json }), z.strictObject({ answer: Json })]));
const FromCall = z.strictObject({ tool: z.string(), granted: Json.optional(), by: z.string().optional() });

export const FactsConfig = z.strictObject({
  user: FactSources, role: FactSources, useCase: FactSources, queue: FactSources, risk: FactSources, promptVersion: FactSources,
  feedback: FactSources, finalText: FactSources, editMinutes: FactSources, outcome: FactSources, fallback: FactSources, snapshot: FactSources,
  /** `tool` is the call that asks for approval, `granted` matches its result, `by` is a JSON pointer into the result. */
  approval: FromCall,
  escalation: FromCall,
  blocked: z.strictObject({ status: z.string() }),
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
  outcome: ['casebook.outcome'],
  fallback: ['casebook.fallback'],
  snapshot: ['casebook.index_snapshot'],
  approval: { tool: 'requestApproval', granted: { $subset: { approved: true } }, by: '/approver' },
  escalation: { tool: 'escalateToHuman' },
};

/** `casebook/config.yaml` (FILES). Parts that later versions use are accepted as they are. */
export const Config = z.strictObject({
  casebook: z.literal(1).optional(),
  targets: z.record(z.string(), Target).optional(),
  defaultTarget: z.string().optional(),
  judges: z.record(z.string(), JsonMap).optional(),
  tools: Json.optional(),
  documents: Json.optional(),
  tags: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  owners: z.array(z.string()).optional(),
  facts: FactsConfig.optional(),
  redaction: z.strictObject({ secrets: z.enum(['on', 'off']).optional(), personal: z.enum(['on', 'off']).optional(), rules: z.array(z.strictObject({ name: z.string(), pattern: z.string() })).optional() }).optional(),
  sources: z.array(JsonMap).optional(),
  prices: Json.optional(),
  windows: Json.optional(),
  timezone: z.string().optional(),
  evaluators: JsonMap.optional(),
});
export type Config = z.infer<typeof Config>;
