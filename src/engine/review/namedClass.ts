import { didYouMean } from '../../core/cases/words.ts';
import type { FailureClass } from '../../core/model/failureClass.ts';
import type { ClassValue } from '../../core/model/label.ts';
import { UserError } from '../../core/support/errors.ts';
import { nearest } from '../../core/support/nearest.ts';

/** The class as the taxonomy has it; the id of a mode stands for its class and itself. A UserError where there is none. */
export function namedClass(value: ClassValue, known: readonly FailureClass[]): ClassValue {
  const found = known.find((each) => each.id === value.class);
  const parent = found ? undefined : known.find((each) => each.modes?.some((mode) => mode.id === value.class));
  if (parent && value.mode === undefined) return { class: parent.id, mode: value.class };
  if (!found) throw unknownClass(value.class, known);
  if (value.mode !== undefined && !modesOf(found).includes(value.mode)) throw unknownMode(value.mode, found, known);
  return value;
}

const modesOf = (each: FailureClass): readonly string[] => (each.modes ?? []).map((mode) => mode.id);

function unknownClass(id: string, known: readonly FailureClass[]): UserError {
  const ids = known.map((each) => each.id);
  return new UserError('no-such-class', `There is no failure class ${id}.${didYouMean(nearest(id, [...ids, ...known.flatMap(modesOf)]))}`, `The classes are ${ids.join(', ')}.`);
}

function unknownMode(id: string, of: FailureClass, known: readonly FailureClass[]): UserError {
  const modes = modesOf(of);
  const hint = modes.length === 0 ? `${of.id} has no modes; leave the mode out.` : `Its modes are ${modes.join(', ')}.`;
  const owner = known.find((each) => modesOf(each).includes(id));
  if (owner) return new UserError('no-such-class', `${id} is a mode of ${owner.id}, not of ${of.id}.`, hint);
  return new UserError('no-such-class', `${of.id} has no mode ${id}.${didYouMean(nearest(id, modes))}`, hint);
}
