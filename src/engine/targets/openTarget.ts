import type { Config } from '../../core/model/config.ts';
import { createPricing, type Pricing } from '../../core/pricing/pricing.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import { assertNever, UserError } from '../../core/support/errors.ts';
import { nearest } from '../../core/support/nearest.ts';
import { factsConfigOf } from '../../core/trajectory/facts.ts';
import type { EngineContext } from '../context.ts';
import { redactionRulesOf } from '../redactionRules.ts';
import { commandTarget } from './command.ts';
import { httpTarget } from './http.ts';
import { inspected, refuseToDebug } from './inspected.ts';
import { replayTarget } from './replay.ts';
import type { RunTarget, TargetSurroundings } from './target.ts';

/** `replay` is always there. */
export function targetNames(config: Config): readonly string[] {
  return [...Object.keys(config.targets ?? {}).filter((name) => name !== 'replay'), 'replay'];
}

/** The target of this name in config.yaml; a UserError when there is none, or none that a debugger can be attached to where `debugPort` says to wait for one. */
export function openTarget(name: string, context: EngineContext, debugPort?: number): RunTarget {
  const config = context.config();
  const facts = factsConfigOf(config.facts);
  if (name === 'replay' && debugPort !== undefined) return refuseToDebug(name, 'replay');
  if (name === 'replay') return replayTarget(context, facts);
  const target = Object.hasOwn(config.targets ?? {}, name) ? config.targets?.[name] : undefined;
  if (!target) {
    const known = targetNames(config);
    const near = nearest(name, known);
    throw new UserError('unknown-target', `config.yaml has no target ${name}${near === undefined ? '' : `; did you mean ${near}?`}`, `It has ${known.join(', ')}.`);
  }
  let pricing: Pricing | undefined;
  const surroundings: TargetSurroundings = {
    folder: context.workspace.folder, facts,
    pricing: () => (pricing ??= createPricing(config.prices)),
    redact: (text) => createRedactor(redactionRulesOf(config)).text(text),
  };
  if (debugPort !== undefined) return target.type === 'command' ? commandTarget(name, inspected(name, target, debugPort), surroundings) : refuseToDebug(name, target.type);
  switch (target.type) {
    case 'replay': return { ...replayTarget(context, facts), name };
    case 'command': return commandTarget(name, target, surroundings);
    case 'http': return httpTarget(name, target, surroundings);
    default: return assertNever(target);
  }
}
