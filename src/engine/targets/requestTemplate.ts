import { setKey } from '../../core/formats/jsonText.ts';
import { isJsonMap, type Json, type JsonMap } from '../../core/model/json.ts';
import { UserError } from '../../core/support/errors.ts';
import { secretOf } from './environment.ts';
import type { CaseInput } from './target.ts';

const placeholder = /\{\{\s*([^{}\s]+)\s*\}\}/g;
const wholly = /^\s*\{\{\s*([^{}\s]+)\s*\}\}\s*$/;

/** Fills the placeholders of a request with what a case asks. A UserError where one has no value. */
export class RequestTemplate {
  readonly #target: string;
  readonly #input: CaseInput;
  readonly #endpoint: string | undefined;

  constructor(target: string, input: CaseInput, endpoint: string | undefined) {
    this.#target = target;
    this.#input = input;
    this.#endpoint = endpoint;
  }

  /** @param spell how a value is written within the text: percent-encoded in an address */
  text(template: string, spell: (text: string) => string = (text) => text): string {
    return template.replace(placeholder, (_, name: string) => {
      const value = this.#value(name);
      return spell(typeof value === 'string' ? value : JSON.stringify(value));
    });
  }

  /** A text that is one placeholder becomes its value, so that what is sent is JSON whatever the value holds. */
  json(template: Json): Json {
    if (typeof template === 'string') {
      const [, name] = wholly.exec(template) ?? [];
      return name === undefined ? this.text(template) : this.#value(name);
    }
    if (Array.isArray(template)) return (template as readonly Json[]).map((each) => this.json(each));
    if (!isJsonMap(template)) return template;
    const filled: Record<string, Json> = {};
    for (const [key, value] of Object.entries(template as JsonMap)) setKey(filled, key, this.json(value));
    return filled;
  }

  #value(name: string): Json {
    const { id, query, messages, vars } = this.#input;
    if (name === 'id') return id;
    if (name === 'query') return query;
    if (name === 'messages') return messages as unknown as Json;
    if (name === 'vars') return vars;
    if (name === 'otlp.endpoint' && this.#endpoint !== undefined) return this.#endpoint;
    if (name.startsWith('env.')) return secretOf(this.#target, name.slice(4));
    const variable = name.startsWith('vars.') ? name.slice(5) : undefined;
    if (variable !== undefined && Object.hasOwn(vars, variable)) return vars[variable] ?? null;
    if (variable !== undefined) throw new UserError('unknown-placeholder', `Target ${this.#target} asks for {{${name}}}, and case ${id} has no variable ${variable}.`, 'Add it to vars of the case, or leave it out of the target in casebook/config.yaml.');
    throw new UserError('unknown-placeholder', `Target ${this.#target} has the unknown placeholder {{${name}}}.`, 'It may use query, messages, id, vars, vars.NAME, env.NAME and otlp.endpoint.');
  }
}
