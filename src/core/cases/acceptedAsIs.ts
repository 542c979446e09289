import type { z } from 'zod';

type Def = z.core.$ZodTypes['_zod']['def'];
type Test = (value: unknown) => boolean;

/** What zod keeps of a schema or check. */
const defOf = (schema: z.core.$ZodType): Def => inside(schema).def as Def;
const inside = <T>({ _zod: kept }: { readonly _zod: T }): T => kept;

const never: Test = () => false;
const known = new WeakMap<z.core.$ZodType, Test>();

/**
 * A quick test made from a schema: true says that the schema accepts the value and gives back an equal one, so that it need not
 * be read by it. False says nothing: then the schema is asked. Only for values that were read from JSON or YAML.
 */
export function acceptedAsIs(schema: z.core.$ZodType): Test {
  const before = known.get(schema);
  if (before) return before;
  // A schema may hold itself, so the test is made when it is first used.
  let made: Test | undefined;
  const test: Test = (value) => (made ??= testOf(defOf(schema)))(value);
  known.set(schema, test);
  return test;
}

function testOf(def: Def): Test {
  const form = formOf(def);
  const checks = (def.checks ?? []).map(checkOf);
  const [only] = checks;
  if (only === undefined) return form;
  return checks.length === 1 ? (value) => form(value) && only(value) : (value) => form(value) && checks.every((check) => check(value));
}

function formOf(def: Def): Test {
  switch (def.type) {
    case 'unknown': return () => true;
    case 'null': return (value) => value === null;
    case 'boolean': return (value) => typeof value === 'boolean';
    // A string or number schema with a format of its own is a check as well; none is used here.
    case 'string': return 'format' in def ? never : (value) => typeof value === 'string';
    case 'number': return 'format' in def ? never : Number.isFinite;
    case 'literal': return oneOf(def.values);
    case 'enum': return oneOf(Object.values(def.entries));
    case 'optional': return acceptedAsIs(def.innerType);
    case 'array': return listOf(acceptedAsIs(def.element));
    case 'object': return mapOf(def);
    // The first branch that accepts a value gives the result, so none may give back another.
    case 'union': return def.options.some((option) => mayChange(option)) ? never : anyOf(def.options.map((option) => acceptedAsIs(option)));
    case 'pipe': return piped(def);
    default: return never;
  }
}

function oneOf(values: readonly unknown[]): Test {
  const all = new Set(values);
  return (value) => all.has(value);
}

const listOf = (item: Test): Test => (value) => {
  if (!Array.isArray(value)) return false;
  for (const each of value as readonly unknown[]) if (!item(each)) return false;
  return true;
};

const anyOf = (branches: readonly Test[]): Test => (value) => branches.some((branch) => branch(value));

/** A value that is rewritten before it is checked must come out the same. */
function piped(def: z.core.$ZodPipeDef): Test {
  const first = defOf(def.in);
  if (first.type !== 'transform' || (first.checks ?? []).length > 0 || 'reverseTransform' in def) return never;
  const out = acceptedAsIs(def.out);
  return (value) => {
    const payload = { value, issues: [] };
    return first.transform(value, payload) === value && payload.issues.length === 0 && out(value);
  };
}

/** Whether a value may come out of a schema as another one. Of schemas that hold themselves it says so, too. */
function mayChange(schema: z.core.$ZodType, depth = 0): boolean {
  const def = defOf(schema);
  switch (def.type) {
    case 'unknown': case 'null': case 'boolean': case 'string': case 'number': case 'literal': case 'enum': return false;
    case 'optional': return mayChange(def.innerType, depth);
    case 'array': return mayChange(def.element, depth);
    case 'union': return def.options.some((option) => mayChange(option, depth));
    case 'object': return depth > 5 || !def.catchall || [...Object.values(def.shape), def.catchall].some((each) => defOf(each).type !== 'never' && mayChange(each, depth + 1));
    default: return true;
  }
}

type Field = { readonly test: Test; readonly required: boolean };

function mapOf(def: z.core.$ZodObjectDef): Test {
  const fields = new Map(Object.entries(def.shape).map(([key, field]): [string, Field] => [key, { test: acceptedAsIs(field), required: inside(field).optin === undefined }]));
  const required = [...fields].flatMap(([key, field]) => (field.required ? [key] : []));
  const others = def.catchall ? acceptedAsIs(def.catchall) : never;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key in value) {
      if (key === '__proto__') return false;
      const each = (value as Readonly<Record<string, unknown>>)[key];
      const field = fields.get(key);
      if (!(field ? field.test(each) : others(each))) return false;
    }
    return required.every((key) => Object.hasOwn(value, key));
  };
}

/** A limit of a schema, asked as the schema asks it. */
function checkOf(check: z.core.$ZodCheck<never>): Test {
  const asked = inside(check);
  return (value) => {
    const payload = { value: value as never, issues: [] as z.core.$ZodRawIssue[] };
    if (asked.def.when && !asked.def.when(payload)) return true;
    const waits = asked.check(payload);
    return !(waits instanceof Promise) && payload.issues.length === 0 && payload.value === value;
  };
}
