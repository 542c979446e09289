import { UserError } from '../../core/support/errors.ts';

/** A secret of the environment; a UserError where it is not set. */
export function secretOf(target: string, variable: string): string {
  const found = process.env[variable];
  if (found === undefined) throw new UserError('missing-env', `Target ${target} needs the environment variable ${variable}, which is not set.`, `Set ${variable} where Casebook runs, then try again.`);
  return found;
}

/** `{{env.NAME}}` takes a secret from the environment; secrets stand nowhere else. */
export function filledEnv(target: string, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value.replace(/\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g, (_, variable: string) => secretOf(target, variable))])) as NodeJS.ProcessEnv;
}
