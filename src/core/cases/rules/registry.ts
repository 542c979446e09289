import { answer } from './answer.ts';
import { behavior } from './behavior.ts';
import { budgets } from './budgets.ts';
import { callArguments } from './callArguments.ts';
import { checks } from './checks.ts';
import { contract } from './contract.ts';
import { expectedTools } from './expectedTools.ts';
import { failure } from './failure.ts';
import { identity } from './identity.ts';
import { judges } from './judges.ts';
import { matchers } from './matchers.ts';
import { messages } from './messages.ts';
import { metadata } from './metadata.ts';
import { policy } from './policy.ts';
import { proof } from './proof.ts';
import { quarantine } from './quarantine.ts';
import { query } from './query.ts';
import { retrieval } from './retrieval.ts';
import type { Rule } from './rule.ts';
import { running } from './running.ts';
import { source } from './source.ts';
import { steps } from './steps.ts';
import { toolNames } from './toolNames.ts';
import { variables } from './variables.ts';
import { variants } from './variants.ts';
import { volatile } from './volatile.ts';

export const rules: readonly Rule[] = [
  identity, query, messages, variables, behavior, failure, quarantine, source, proof, variants, running, expectedTools, steps, toolNames, callArguments, volatile,
  matchers, answer, contract, retrieval, policy, judges, budgets, metadata, checks,
];
